"""Pictures of codes that pay: what stands in them is read back by a reader of another make."""

import io
import re
from uuid import uuid4

import httpx
import pytest
import zxingcpp
from PIL import Image, ImageDraw

from domains import wallet
from domains.wallet.rules.payment_codes import read_payment_code
from gateway.codes.barcode import barcode_png, barcode_svg
from tests.domains.wallet.tills import shop
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.app.test_moving import ask

SCALE = 4


def drawn(answer: bytes | str, format_: str) -> Image.Image:
    """A PNG as it is; an SVG of ours by its paths of upright bars and modules."""
    if format_ == "png":
        assert isinstance(answer, bytes)
        return Image.open(io.BytesIO(answer))
    svg = answer.decode() if isinstance(answer, bytes) else answer
    found = re.search(r'viewBox="0 0 (\d+) (\d+)"', svg)
    assert found is not None
    picture = Image.new("RGB", (int(found[1]) * SCALE, int(found[2]) * SCALE), "white")
    draw = ImageDraw.Draw(picture)
    dark = svg[svg.index('fill="#111827"') :]
    for x, y, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", dark):
        left, top = int(x) * SCALE, int(y) * SCALE
        draw.rectangle((left, top, left + int(width) * SCALE - 1, top + int(height) * SCALE - 1), fill="black")
    return picture


def read(picture: Image.Image) -> tuple[str, str]:
    """What the reader says that it is, and what stands in it."""
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.format), found.text


def test_every_pair_of_digits_is_read_back_from_a_barcode() -> None:
    for start in range(0, 100, 10):
        digits = "".join(f"{number:02d}" for number in range(start, start + 10))
        for format_, body in (("svg", barcode_svg(digits)), ("png", barcode_png(digits))):
            kind, text = read(drawn(body, format_))
            assert ("128" in kind, text) == (True, digits)


@pytest.mark.parametrize("digits", ["", "1", "12a4", "１２"])
def test_what_is_not_pairs_of_digits_has_no_barcode(digits: str) -> None:
    with pytest.raises(ValueError, match="pairs of digits"):
        barcode_svg(digits)


async def picture(app: RunningApp, name: str, who: SignedIn | None, **query: str) -> httpx.Response:
    return await app.http.get(f"/{name}", params=query, headers=who.headers if who else {})


async def enrolled(app: RunningApp) -> SignedIn:
    who = await app.customer()
    command = wallet.EnrolCodesCommand(request_id=uuid4(), owner_id=who.id, session_id=who.session_id)
    await app.application.house.database.write(wallet.enrol_payment_codes, command)
    return who


@pytest.mark.parametrize("format_", ["svg", "png"])
async def test_both_pictures_of_a_payment_code_say_what_a_till_takes(app: RunningApp, format_: str) -> None:
    who = await enrolled(app)
    shown = (await ask(app, who, "PaymentCode"))["digits"]
    qr, barcode = await picture(app, f"payment-code/qr.{format_}", who), await picture(app, f"payment-code/barcode.{format_}", who)
    assert (qr.status_code, barcode.status_code, qr.headers["cache-control"]) == (200, 200, "private, no-store")
    kind, text = read(drawn(qr.content, format_))
    assert "QR" in kind
    kind, digits = read(drawn(barcode.content, format_))
    assert "128" in kind
    assert {read_payment_code(text), read_payment_code(digits)} == {read_payment_code(digits)}
    assert read_payment_code(digits) is not None
    assert digits[:12] == shown[:12]
    assert qr.headers["x-next-code-at"] < qr.headers["x-code-expires-at"]


async def test_a_merchants_code_is_drawn_and_nothing_else_is(app: RunningApp) -> None:
    owner, text = await app.customer(), (await shop(app.application.house.database)).code
    answer = await picture(app, "merchant-code.png", owner, text=text)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    kind, found = read(drawn(answer.content, "png"))
    assert ("QR" in kind, found) == (True, text)
    other_check = text[:-1] + ("1" if text.endswith("0") else "0")
    for wrong in ("", "https://example.com", other_check, "x" * 600):
        assert (await picture(app, "merchant-code.svg", owner, text=wrong)).status_code == 404
    assert (await picture(app, "merchant-code.svg", None, text=text)).status_code == 401


async def test_a_payment_code_is_for_the_session_that_may_show_it(app: RunningApp) -> None:
    who, other = await enrolled(app), await app.customer()
    assert (await picture(app, "payment-code/qr.svg", None)).status_code == 401
    assert (await picture(app, "payment-code/qr.svg", other)).status_code == 404
    for name in ("payment-code/qr.gif", "payment-code/other.svg"):
        assert (await picture(app, name, who)).status_code == 404
