"""A QR code with the house's mark in its middle, as SVG and PNG.

Error correction is of level H (ISO/IEC 18004: about 30 % of the code words may be lost). The mark covers less than a twentieth of the modules."""

from io import BytesIO

import segno
from PIL import Image, ImageDraw

INK, GROUND, MARK = "#111827", "#ffffff", "#0f766e"
QUIET_MODULES = 4
"""The empty margin that the standard asks for."""

MARK_SHARE = 0.2
"""The mark's side as a part of the code's."""


def modules_of(text: str, *, error: str = "h") -> list[list[bool]]:
    """Dark and light modules, row by row, without a margin."""
    return [[bool(module) for module in row] for row in segno.make(text, error=error, micro=False, boost_error=False).matrix]


def runs_of(modules: list[list[bool]]) -> list[tuple[int, int, int]]:
    """Dark modules that lie side by side, as (row, column, length): a tenth of the shapes to draw."""
    runs: list[tuple[int, int, int]] = []
    for row, line in enumerate(modules):
        begin: int | None = None
        for column, dark in enumerate([*line, False]):
            if dark and begin is None:
                begin = column
            elif not dark and begin is not None:
                runs.append((row, begin, column - begin))
                begin = None
    return runs


def svg_of(text: str, *, mark: bool = True, title: str = "") -> str:
    """The whole SVG document, one unit for each module. `title` must be free of markup."""
    modules = modules_of(text)
    side = len(modules) + 2 * QUIET_MODULES
    path = "".join(f"M{column + QUIET_MODULES} {row + QUIET_MODULES}h{length}v1h-{length}z" for row, column, length in runs_of(modules))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side * 8}" height="{side * 8}" shape-rendering="crispEdges">',
        f"<title>{title}</title>" if title else "",
        f'<path fill="{GROUND}" d="M0 0h{side}v{side}H0z"/><path fill="{INK}" d="{path}"/>',
        _mark_in_svg(side / 2, mark_side(len(modules))) if mark else "",
    ]
    return "".join([*parts, "</svg>"])


def png_of(text: str, *, mark: bool = True, scale: int = 10) -> bytes:
    """The whole PNG file, `scale` pixels for each module."""
    modules = modules_of(text)
    side = (len(modules) + 2 * QUIET_MODULES) * scale
    picture = Image.new("RGB", (side, side), GROUND)
    draw = ImageDraw.Draw(picture)
    for row, column, length in runs_of(modules):
        left, top = (column + QUIET_MODULES) * scale, (row + QUIET_MODULES) * scale
        draw.rectangle((left, top, left + length * scale - 1, top + scale - 1), fill=INK)
    if mark:
        _draw_mark(draw, side / 2, mark_side(len(modules)) * scale)
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def mark_side(modules: int) -> float:
    """How many modules the mark is wide."""
    return modules * MARK_SHARE


def _mark_in_svg(middle: float, side: float) -> str:
    """A plate, a tile on it, and a coin with a slot."""

    def box(of: float, colour: str, round_: float) -> str:
        half = side * of / 2
        return (
            f'<rect x="{middle - half:.3f}" y="{middle - half:.3f}" width="{2 * half:.3f}" height="{2 * half:.3f}" rx="{side * round_:.3f}" fill="{colour}"/>'
        )

    ring = f'<circle cx="{middle}" cy="{middle}" r="{side * 0.24:.3f}" fill="{GROUND}"/>'
    slot = side * 0.12
    return (
        f'<g shape-rendering="geometricPrecision">{box(1, GROUND, 0.18)}{box(0.84, MARK, 0.16)}{ring}'
        f'<path fill="{MARK}" d="M{middle - slot:.3f} {middle - slot:.3f}h{2 * slot:.3f}v{2 * slot:.3f}h-{2 * slot:.3f}z"/></g>'
    )


def _draw_mark(draw: ImageDraw.ImageDraw, middle: float, side: float) -> None:
    def box(of: float) -> tuple[float, float, float, float]:
        half = side * of / 2
        return (middle - half, middle - half, middle + half, middle + half)

    draw.rounded_rectangle(box(1), side * 0.18, fill=GROUND)
    draw.rounded_rectangle(box(0.84), side * 0.16, fill=MARK)
    draw.ellipse(box(0.48), fill=GROUND)
    draw.rectangle(box(0.24), fill=MARK)
