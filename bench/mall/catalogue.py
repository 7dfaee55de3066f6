"""A Chinese and English catalogue made by chance with a seed: products as a mall has them, made in columns and copied in."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from domains.mall.queries.search_entries import Entry, Source
from domains.mall.rules.search import known_words
from domains.mall.service.search import entry_of

THINGS = [
    *(("手机", "smartphone"), ("手机壳", "phone case"), ("充电器", "charger"), ("耳机", "headphones"), ("平板电脑", "tablet"), ("笔记本电脑", "laptop")),
    *(("键盘", "keyboard"), ("鼠标", "mouse"), ("显示器", "monitor"), ("路由器", "router"), ("音箱", "speaker"), ("相机", "camera"), ("手表", "watch")),
    *(("搪瓷杯", "enamel mug"), ("保温杯", "thermos flask"), ("茶壶", "teapot"), ("炒锅", "wok"), ("电饭煲", "rice cooker"), ("菜刀", "kitchen knife")),
    *(("砧板", "chopping board"), ("筷子", "chopsticks"), ("碗", "bowl"), ("盘子", "plate"), ("连衣裙", "dress"), ("衬衫", "shirt"), ("牛仔裤", "jeans")),
    *(("羽绒服", "down jacket"), ("运动鞋", "sneakers"), ("皮鞋", "leather shoes"), ("帽子", "hat"), ("围巾", "scarf"), ("双肩包", "backpack")),
    *(("行李箱", "suitcase"), ("雨伞", "umbrella"), ("台灯", "desk lamp"), ("沙发", "sofa"), ("床垫", "mattress"), ("枕头", "pillow"), ("毛巾", "towel")),
    *(("洗发水", "shampoo"), ("牙刷", "toothbrush"), ("面膜", "face mask"), ("口红", "lipstick"), ("绿茶", "green tea"), ("咖啡豆", "coffee beans")),
    *(("大米", "rice"), ("橄榄油", "olive oil"), ("坚果", "nuts"), ("巧克力", "chocolate"), ("图画书", "picture book"), ("积木", "building blocks")),
    *(("自行车", "bicycle"), ("瑜伽垫", "yoga mat"), ("哑铃", "dumbbell"), ("帐篷", "tent"), ("睡袋", "sleeping bag"), ("鱼竿", "fishing rod")),
]
KINDS = [
    ("国产", "home made"),
    ("进口", "imported"),
    ("便携", "portable"),
    ("加厚", "thick"),
    ("轻薄", "slim"),
    ("复古", "vintage"),
    ("儿童", "children"),
    ("商务", "business"),
]
KINDS += [
    ("户外", "outdoor"),
    ("家用", "household"),
    ("智能", "smart"),
    ("无线", "wireless"),
    ("防水", "waterproof"),
    ("纯棉", "cotton"),
    ("不锈钢", "stainless steel"),
]
KINDS += [
    ("陶瓷", "ceramic"),
    ("竹制", "bamboo"),
    ("真皮", "genuine leather"),
    ("大容量", "large"),
    ("迷你", "mini"),
    ("高清", "high definition"),
    ("静音", "silent"),
]
FOR = [
    ("送礼", "gift"),
    ("办公室", "office"),
    ("学生", "student"),
    ("旅行", "travel"),
    ("新款", "new"),
    ("套装", "set"),
    ("经典", "classic"),
    ("夏季", "summer"),
    ("冬季", "winter"),
]
COLOURS = [("红色", "red"), ("蓝色", "blue"), ("黑色", "black"), ("白色", "white"), ("绿色", "green"), ("粉色", "pink"), ("灰色", "grey"), ("金色", "gold")]
_ALL = "bo ka lu mi ra to ne vi sha do fe gi ho ju ko la ma no pa qui re si ta ul va wen xi ya zo"
SYLLABLES = _ALL.split()
HANS = "华光明远天和海宁安泰瑞祥云峰金石东方新星宏图嘉美佳乐康达"

VARIANTS = 4
"""Of each product: four colours."""

NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)
ENTRY_COLUMNS = [
    *("product_id", "shop_id", "lexemes", "words", "category", "brand", "attributes", "asset", "least_price_minor", "most_price_minor"),
    *("published_from", "published_until", "made_at", "sold_units", "rating_e2", "sales_points", "rating_points", "version"),
]
STAGE = """
CREATE UNLOGGED TABLE stage AS SELECT product_id, shop_id, ''::text AS lexemes, words, category, brand, ''::text AS attributes, asset, least_price_minor,
    most_price_minor, published_from, published_until, made_at, sold_units, rating_e2, sales_points, rating_points, version FROM mall_search_entry LIMIT 0;
DROP INDEX mall_search_entry_lexemes;
"""
FILL = """
SET maintenance_work_mem = '512MB';
INSERT INTO mall_search_entry SELECT product_id, shop_id, array_to_tsvector(string_to_array(lexemes, chr(30))), words, category, brand,
    string_to_array(attributes, chr(30)), asset, least_price_minor, most_price_minor, published_from, published_until, made_at, sold_units, rating_e2,
    sales_points, rating_points, version FROM stage;
CREATE INDEX mall_search_entry_lexemes ON mall_search_entry USING gin (lexemes);
DROP TABLE stage;
"""


def brands(chance: random.Random, number: int) -> list[str]:
    """Names in Latin letters and in Chinese, half and half."""
    latin = ["".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize() for _ in range(number // 2)]
    return latin + ["".join(chance.choices(HANS, k=chance.randint(2, 3))) for _ in range(number - number // 2)]


def sources(products: int, seed: int = 25) -> Iterator[Source]:
    """So many products, of which few sell much and most sell nothing."""
    chance = random.Random(seed)
    makers, shops = brands(chance, 4_000), [UUID(int=chance.getrandbits(128)) for _ in range(2_000)]
    for number in range(products):
        thing = min(int(chance.expovariate(1 / 15)), len(THINGS) - 1)
        kinds, uses, maker = chance.sample(KINDS, k=chance.randint(1, 2)), chance.choice(FOR), chance.choice(makers)
        colours = chance.sample(COLOURS, k=VARIANTS)
        model = f"{chance.choice('abcdefghkmnpqrstx')}{chance.randint(1, 999)}"
        zh = maker + "".join(kind for kind, _ in kinds) + THINGS[thing][0] + model + uses[0]
        en = f"{maker} {' '.join(kind for _, kind in kinds)} {THINGS[thing][1]} {model} {uses[1]}"
        least = int(10 ** chance.uniform(2.7, 6))
        sold = int(chance.paretovariate(0.7)) - 1 if chance.random() < 0.3 else 0
        rated = (chance.randint(300, 500), chance.randint(1, 2_000)) if sold else (None, 0)
        path = f"c{thing % 12}.c{thing}"
        skus, told = [f"{number:x}-{place}" for place in range(VARIANTS)], [{"颜色": zh_, "size": chance.choice("SML")} for zh_, _ in colours]
        names = (UUID(int=chance.getrandbits(128)), chance.choice(shops), "goods", path, maker, zh, en)
        made = NOW - timedelta(seconds=number)
        yield Source(*names, None, None, made, "CNY", skus, told, least, least * 5 // 4, *rated, min(sold, 100_000))


async def fill(owner_dsn: str, products: int) -> set[str]:
    """Copy the entries of so many products in, and the words that are known by them; which words those are."""
    connection = await asyncpg.connect(owner_dsn)
    await connection.execute(STAGE)
    known: set[tuple[str, str]] = set()

    def entries() -> Iterator[Entry]:
        for source in sources(products):
            known.update(known_words(f"{source.title_en} {source.brand}"))
            yield entry_of(source)

    await connection.copy_records_to_table("stage", records=entries(), columns=ENTRY_COLUMNS)
    await connection.copy_records_to_table("mall_search_word", records=known, columns=["form", "word"])
    await connection.execute(FILL)
    await connection.execute("VACUUM ANALYZE mall_search_entry, mall_search_word")
    await connection.close()
    return {word for _, word in known}
