"""What came of a wall as a picture: each slot the darker, the oftener it was scanned, with its visits and purchases written in it."""

from collections.abc import Sequence
from html import escape

from domains import offers
from domains.kernel.money import to_decimal

CELL, GAP, TOP, MARGIN = 132, 8, 84, 24
FONTS = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
INK, FAINT, EMPTY = "#111827", "#6b7280", "#f3f4f6"
LIGHT, DARK = (0xD1, 0xFA, 0xE5), (0x06, 0x5F, 0x46)


def heat_map_of(wall: offers.Wall, counts: Sequence[offers.SlotCount], names: dict[int, str], language: str) -> str:
    """The whole SVG document. `names` are what the slots lead to."""
    width = 2 * MARGIN + wall.columns * (CELL + GAP) - GAP
    height = TOP + wall.rows * (CELL + GAP) - GAP + MARGIN
    most = max((count.scans for count in counts), default=0)
    by_number = {count.number: count for count in counts}
    title = wall.title_zh if language == "zh" else wall.title_en
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" font-family="{FONTS}">',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, 36, title, 20, INK),
        _text(MARGIN, 62, _totals(counts, language), 14, FAINT),
    ]
    for number in range(1, wall.slots + 1):
        row, column = divmod(number - 1, wall.columns)
        x, y = MARGIN + column * (CELL + GAP), TOP + row * (CELL + GAP)
        parts.append(_cell(x, y, number, names.get(number), by_number.get(number), most, language))
    return "".join([*parts, "</svg>"])


def _cell(x: int, y: int, number: int, name: str | None, count: offers.SlotCount | None, most: int, language: str) -> str:
    warmth = 0 if count is None or most == 0 else count.scans / most
    fill = EMPTY if count is None else _between(warmth)
    ink = "#ffffff" if warmth > 0.5 else INK
    parts = [f'<rect x="{x}" y="{y}" width="{CELL}" height="{CELL}" rx="10" fill="{fill}"/>', _text(x + 12, y + 24, f"{number} {_short(name)}", 13, ink)]
    if count is not None:
        parts.append(_text(x + 12, y + 72, str(count.scans), 32, ink))
        words = ("{} 人 · {} 笔" if language == "zh" else "{} visits · {} bought").format(count.visits, count.purchases)
        parts.append(_text(x + 12, y + 96, words, 12, ink))
        parts.append(_text(x + 12, y + 116, " ".join(f"{amount.asset.code} {to_decimal(amount)}" for amount in count.amounts[:1]), 12, ink))
    return "".join(parts)


def _totals(counts: Sequence[offers.SlotCount], language: str) -> str:
    sums = (sum(one.scans for one in counts), sum(one.visits for one in counts), sum(one.purchases for one in counts))
    return ("扫码 {} 次 · 访客 {} 人 · 成交 {} 笔" if language == "zh" else "{} scans · {} visits · {} purchases").format(*sums)


def _between(part: float) -> str:
    red, green, blue = (round(light + (dark - light) * part) for light, dark in zip(LIGHT, DARK, strict=True))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _short(name: str | None) -> str:
    return "" if name is None else name if len(name) <= 8 else name[:7] + "…"


def _text(x: int, y: int, text: str, size: int, colour: str) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}">{escape(text)}</text>'
