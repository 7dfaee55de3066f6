"""Who receives, as an input."""

import strawberry


@strawberry.input(description="Who receives: named by phone or by id.", one_of=True)
class RecipientInput:
    phone: strawberry.Maybe[str] = strawberry.field(description="The recipient's phone number.")
    customer_id: strawberry.Maybe[strawberry.ID] = strawberry.field(description="The recipient's customer id.")
