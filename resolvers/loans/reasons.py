"""A reason, as the app and staff see it: a code, and its words in both languages."""

import strawberry

from domains.kernel.data_classes import C2
from resolvers.fields import field, type_of
from resolvers.loans.wording import Told


@type_of(Told, "Why something about a loan was decided as it was, or a choice that can be made, with its words in both languages.")
class LoanWords:
    code: strawberry.ID = field("For the app to group by, and to send as an answer.", C2)
    zh: str = field("In Chinese.", C2)
    en: str = field("In English.", C2)
