"""What products are found by: kept by the verbs that change them, in the same transaction."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Date, Index, Integer, Text
from sqlalchemy.dialects.postgresql import ARRAY, TSVECTOR
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class SearchEntryRow(SQLModel, table=True):
    """A published product as searches see it. `lexemes` answer what fits, the rest says in which order and is counted. `version` is that of the lexemes."""

    __tablename__ = "mall_search_entry"
    __table_args__ = (Index("mall_search_entry_lexemes", "lexemes", postgresql_using="gin"),)

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    shop_id: UUID = column(UUID_TYPE, C1)
    lexemes: str = column(TSVECTOR(), C1)
    words: str = column(Text(), C1)
    category: str = column(Text(), C1)
    brand: str = column(Text(), C1)
    attributes: list[str] = column(ARRAY(Text()), C1)
    asset: str = column(Text(), C1)
    least_price_minor: int = column(MINOR, C2)
    most_price_minor: int = column(MINOR, C2)
    published_from: datetime | None = column(TIMESTAMP, C1, nullable=True)
    published_until: datetime | None = column(TIMESTAMP, C1, nullable=True)
    made_at: datetime = column(TIMESTAMP, C1)
    sold_units: int = column(Integer(), C2)
    rating_e2: int | None = column(Integer(), C1, nullable=True)
    sales_points: int = column(Integer(), C1)
    rating_points: int = column(Integer(), C1)
    version: int = column(Integer(), C1)


class KnownWordRow(SQLModel, table=True):
    """A word of some product, by itself and by what is left of it without any one letter. None is ever taken out."""

    __tablename__ = "mall_search_word"
    __table_args__ = (Index("mall_search_word_beginning", "form", postgresql_ops={"form": "text_pattern_ops"}),)

    form: str = column(Text(), C1, primary_key=True)
    word: str = column(Text(), C1, primary_key=True)


class SaleRow(SQLModel, table=True):
    """Units of a product in orders that were paid on a day and not returned by the time they were counted."""

    __tablename__ = "mall_sale"
    __table_args__ = (CheckConstraint("units >= 0", name="mall_sale_units"), Index("mall_sale_day", "day"))

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    day: date = column(Date(), C1, primary_key=True)
    units: int = column(Integer(), C2)


class GoodsRatingRow(SQLModel, table=True):
    """What a higher domain says that verified buyers think of a product, in hundredths of a star, as of an instant."""

    __tablename__ = "mall_rating"
    __table_args__ = (CheckConstraint("rating_e2 BETWEEN 0 AND 500 AND raters > 0", name="mall_rating_range"),)

    product_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    rating_e2: int = column(Integer(), C1)
    raters: int = column(Integer(), C1)
    as_of: datetime = column(TIMESTAMP, C1)
