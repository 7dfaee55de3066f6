"""Customers."""

revision: str = "0002_customers"
down_revision: str | None = "0001_kernel"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
