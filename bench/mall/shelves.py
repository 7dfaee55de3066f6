"""What both shops sell: the same products and variants, drawn from one seed."""

import random
from dataclasses import dataclass
from uuid import UUID, uuid5

PRODUCTS = 10_000
VARIANTS_EACH = 3
UNITS_EACH = 1_000_000
SPACE = UUID("be9c0000-0000-4000-8000-0000000000a1")
COLOURS = (("red", "红"), ("blue", "蓝"), ("white", "白"))
MAKES = (("Enamel", "搪瓷"), ("Bamboo", "竹"), ("Copper", "铜"), ("Glass", "玻璃"), ("Linen", "亚麻"), ("Walnut", "胡桃木"), ("Steel", "钢"), ("Silk", "丝绸"))
THINGS = (
    *(("mug", "杯"), ("kettle", "水壶"), ("tray", "托盘"), ("lamp", "台灯"), ("bowl", "碗"), ("apron", "围裙"), ("clock", "时钟"), ("basket", "篮子")),
    *(
        ("teapot", "茶壶"),
        ("ladle", "汤勺"),
        ("stool", "凳子"),
        ("vase", "花瓶"),
        ("curtain", "窗帘"),
        ("cushion", "靠垫"),
        ("mirror", "镜子"),
        ("shelf", "架子"),
    ),
)
WORDS = tuple(f"{make} {thing}" for make, _ in MAKES for thing, _ in THINGS)
"""What is searched for: each finds about eighty products."""


@dataclass(frozen=True)
class Item:
    """A variant. The price is in fen."""

    id: UUID
    sku: str
    colour_en: str
    colour_zh: str
    price_minor: int


@dataclass(frozen=True)
class Product:
    """A product with its variants, the cheapest one first."""

    id: UUID
    slug: str
    title_en: str
    title_zh: str
    description: str
    picture: str
    variants: tuple[Item, ...]


def products(count: int = PRODUCTS) -> list[Product]:
    """Always the same."""
    chance = random.Random(20261125)
    return [_product(number, chance) for number in range(count)]


def _product(number: int, chance: random.Random) -> Product:
    make, thing = MAKES[number % len(MAKES)], THINGS[number // len(MAKES) % len(THINGS)]
    title_en, title_zh = f"{make[0]} {thing[0]} {number:05d}", f"{make[1]}{thing[1]} {number:05d}"
    price = chance.randint(10, 60)
    variants = tuple(
        Item(uuid5(SPACE, f"variant {number} {place}"), f"SKU-{number:05d}-{place}", *COLOURS[place], price + 5 * place) for place in range(VARIANTS_EACH)
    )
    description = f"{title_zh}。A {make[0].lower()} {thing[0]} for every day, made to last, sold in three colours."
    return Product(
        uuid5(SPACE, f"product {number}"),
        f"product-{number:05d}",
        title_en,
        title_zh,
        description,
        f"https://media.example/products/{number:05d}.jpg",
        variants,
    )
