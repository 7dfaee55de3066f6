"""${message}"""

from collections.abc import Sequence

from alembic import op

from migrations.steps import begin, grant

revision: str = ${repr(up_revision)}
down_revision: str | None = ${repr(down_revision)}
branch_labels: str | Sequence[str] | None = ${repr(branch_labels)}
depends_on: str | Sequence[str] | None = ${repr(depends_on)}


def upgrade() -> None:
    begin()
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    begin()
    ${downgrades if downgrades else "pass"}
