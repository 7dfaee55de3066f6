"""Codes as pictures are read back by another decoder: turned, with the mark, a dozen on a printed wall."""

from datetime import UTC, date, datetime
from io import BytesIO
from uuid import UUID
from xml.etree import ElementTree

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from domains import offers
from domains.kernel.ids import derived_id
from domains.offers.rules.codes import Link, address_of
from gateway.codes import PAPERS, Caption, heat_map_of, png_of, svg_of, wall_pdf

ORIGIN = "https://scenebank.example"
KEYS = {"A": b"k" * 32}
HOUSE = UUID("5ce0eba0-0000-8000-8000-000000000000")
ADDRESSES = [address_of(ORIGIN, KEYS, Link(derived_id(HOUSE, str(number)), date(2027, 1, 1))) for number in range(20)]
EMVCO = "00020101021126360014COM.SCENEBANK0114018F6E000000015204581253031565802CN5914LAOWANG NOODLE6008SHANGHAI6304ABCD"
MADE_AT = datetime(2026, 11, 25, tzinfo=UTC)


def texts_in(picture: Image.Image) -> set[str]:
    return {found.text for found in zxingcpp.read_barcodes(picture)}


@pytest.mark.parametrize("text", [*ADDRESSES[:19], EMVCO])
def test_a_code_with_the_mark_is_read_after_a_turn_of_seventeen_degrees(text: str) -> None:
    picture = Image.open(BytesIO(png_of(text, scale=6)))
    turned = picture.rotate(17, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")
    assert (texts_in(picture), texts_in(turned)) == ({text}, {text})


def test_a_code_as_svg_has_the_same_modules_and_is_well_formed() -> None:
    document = svg_of(ADDRESSES[0], title="code")
    root = ElementTree.fromstring(document)
    # 70 characters of the alphanumeric mode at level H: version 6, 41 modules (ISO/IEC 18004, table 7), and four of margin on either side.
    assert root.get("viewBox") == "0 0 49 49"
    assert "<script" not in document
    assert svg_of(ADDRESSES[0], title="code") == document


def a_wall(rows: int, columns: int) -> tuple[offers.Wall, dict[int, Caption]]:
    wall = offers.Wall(HOUSE, "南京西路网点", "West Nanjing Road", rows, columns, MADE_AT)
    return wall, {number: Caption(ADDRESSES[number - 1], f"产品{number}", f"Product {number}", f"第{number}格") for number in range(1, wall.slots + 1)}


@pytest.mark.parametrize("paper", sorted(PAPERS))
@pytest.mark.parametrize(("rows", "columns"), [(3, 4), (4, 3)])
def test_every_code_of_a_printed_wall_of_twelve_is_read_from_one_picture(paper: str, rows: int, columns: int) -> None:
    wall, captions = a_wall(rows, columns)
    page = pypdfium2.PdfDocument(wall_pdf(wall, captions, paper))[0]
    longest = max(page.get_size())
    picture = page.render(scale=2_000 / longest).to_pil()
    assert texts_in(picture) == set(ADDRESSES[:12])
    assert (page.get_width() > page.get_height()) == (columns > rows)


def test_a_wall_is_printed_with_three_millimetres_of_bleed_and_the_same_bytes_again() -> None:
    wall, captions = a_wall(3, 4)
    file = wall_pdf(wall, captions, "A4")
    page = pypdfium2.PdfDocument(file)[0]
    trim, bleed = page.get_trimbox(), page.get_bleedbox()
    assert [round((trim[2] - trim[0]) / 72 * 25.4), round((trim[3] - trim[1]) / 72 * 25.4)] == [297, 210]
    assert [round(abs(one - other) / 72 * 25.4, 3) for one, other in zip(trim, bleed, strict=True)] == [3.0] * 4
    assert "南京西路网点" in page.get_textpage().get_text_range()
    assert wall_pdf(wall, captions, "A4") == file


def test_a_heat_map_shows_each_slot_the_darker_the_oftener_it_was_scanned() -> None:
    wall, _ = a_wall(1, 3)
    counts = [offers.SlotCount(1, 10, 4, 2, {"CNY": 123_450}), offers.SlotCount(2, 0, 0, 0, {})]
    root = ElementTree.fromstring(heat_map_of(wall, counts, {1: "<茶>", 2: "基金"}, "zh"))
    fills = [one.get("fill") for one in root.iter("{http://www.w3.org/2000/svg}rect")][1:]
    texts = [one.text for one in root.iter("{http://www.w3.org/2000/svg}text")]
    assert fills == ["#065f46", "#d1fae5", "#f3f4f6"]
    assert texts[:5] == ["南京西路网点", "扫码 10 次 · 访客 4 人 · 成交 2 笔", "1 <茶>", "10", "4 人 · 2 笔"]
    assert texts[5] == "CNY 1234.50"
