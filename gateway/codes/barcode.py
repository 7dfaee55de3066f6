"""A Code 128 barcode (ISO/IEC 15417) of an even number of digits, two to a symbol (set C), as SVG and PNG."""

from io import BytesIO

from PIL import Image, ImageDraw

from gateway.codes.qr import GROUND, INK

START_C, STOP = 105, 106
QUIET_MODULES = 10
HEIGHT_MODULES = 60

_TABLE = """
212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 123122 123221 223211 221132
221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 211313
231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111
314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111
111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141
114131 311141 411131 211412 211214 211232 2331112
"""
_WIDTHS = tuple(_TABLE.split())
"""The widths of bars and spaces of each symbol, in modules."""


def bars_of(digits: str) -> tuple[list[tuple[int, int]], int]:
    """Where each bar begins and how wide it is, in modules, and how wide all is with its margins. Raises ValueError for anything but pairs of digits."""
    if not digits or len(digits) % 2 or not (digits.isascii() and digits.isdigit()):
        raise ValueError("a barcode of pairs of digits")
    values = [START_C, *(int(digits[place : place + 2]) for place in range(0, len(digits), 2))]
    check = (START_C + sum(place * value for place, value in enumerate(values))) % 103
    bars: list[tuple[int, int]] = []
    at = QUIET_MODULES
    for value in (*values, check, STOP):
        for number, width in enumerate(_WIDTHS[value]):
            if number % 2 == 0:
                bars.append((at, int(width)))
            at += int(width)
    return bars, at + QUIET_MODULES


def barcode_svg(digits: str) -> str:
    """The whole SVG document, one unit for each module."""
    bars, width = bars_of(digits)
    path = "".join(f"M{at} 0h{wide}v{HEIGHT_MODULES}h-{wide}z" for at, wide in bars)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT_MODULES}" width="{width * 2}" height="{HEIGHT_MODULES * 2}"'
        f' shape-rendering="crispEdges"><path fill="{GROUND}" d="M0 0h{width}v{HEIGHT_MODULES}H0z"/><path fill="{INK}" d="{path}"/></svg>'
    )


def barcode_png(digits: str, *, scale: int = 3) -> bytes:
    """The whole PNG file, `scale` pixels for each module."""
    bars, width = bars_of(digits)
    picture = Image.new("RGB", (width * scale, HEIGHT_MODULES * scale), GROUND)
    draw = ImageDraw.Draw(picture)
    for at, wide in bars:
        draw.rectangle((at * scale, 0, (at + wide) * scale - 1, HEIGHT_MODULES * scale - 1), fill=INK)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()
