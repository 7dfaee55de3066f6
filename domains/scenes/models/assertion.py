"""What may be shown once: client assertions (RFC 7523) and DPoP proofs (RFC 9449)."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1
from domains.kernel.models import TIMESTAMP, column


class AssertionRow(SQLModel, table=True):
    """SHA-256 over who made it and its jti; kept until it would be too old to be shown again."""

    __tablename__ = "scenes_assertion"
    __table_args__ = (Index("scenes_assertion_expired", "expires_at"),)

    digest: bytes = column(LargeBinary(), C1, primary_key=True)
    expires_at: datetime = column(TIMESTAMP, C1)
