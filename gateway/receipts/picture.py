"""A receipt as a picture: SVG, without script, link or font of its own."""

from html import escape

import segno

from gateway.receipts.wording import Words

WIDTH, HEIGHT = 420, 600
FONTS = "'Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',sans-serif"
CODE_FONTS = "'SFMono-Regular',Menlo,Consolas,monospace"
INK, FAINT, LINE, STAMP = "#111827", "#6b7280", "#e5e7eb", "#b91c1c"
QR_SIDE = 132


def picture_of(words: Words) -> str:
    """The whole SVG document."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" font-family="{FONTS}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        _text(28, 44, "Scenebank", 16, FAINT),
        _text(28, 78, words.title, 24, INK),
        _text(28, 132, words.amount, 32, INK),
        _line(156),
    ]
    for number, (label, text) in enumerate(words.rows):
        y = 190 + number * 34
        parts += [_text(28, y, label, 14, FAINT), _text(WIDTH - 28, y, text, 14 if len(text) < 30 else 11, INK, "end")]
    parts += [_line(356), _qr(words.code, (WIDTH - QR_SIDE) // 2, 372)]
    half = len(words.code) // 2
    parts += [_text(WIDTH // 2, y, line, 13, INK, "middle", CODE_FONTS) for y, line in ((528, words.code[:half]), (548, words.code[half + 1 :]))]
    parts.append(_text(WIDTH // 2, 578, words.below, 12, FAINT, "middle"))
    if words.stamp is not None:
        parts.append(f'<g transform="rotate(-14 310 100)">{_text(310, 100, words.stamp, 26, STAMP, "middle")}</g>')
    return "".join([*parts, "</svg>"])


def modules_of(code: str) -> list[list[bool]]:
    """The QR code's dark and light modules, row by row, without a margin."""
    return [[bool(module) for module in row] for row in segno.make(code, error="m", micro=False).matrix]


def _text(x: int, y: int, text: str, size: int, colour: str, anchor: str = "start", fonts: str | None = None) -> str:
    family = f' font-family="{fonts}"' if fonts else ""
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}" text-anchor="{anchor}"{family}>{escape(text)}</text>'


def _line(y: int) -> str:
    return f'<line x1="28" y1="{y}" x2="{WIDTH - 28}" y2="{y}" stroke="{LINE}"/>'


def _qr(code: str, x: int, y: int) -> str:
    modules = modules_of(code)
    path = "".join(f"M{column} {row}h1v1h-1z" for row, line in enumerate(modules) for column, dark in enumerate(line) if dark)
    return f'<g transform="translate({x} {y}) scale({QR_SIDE / len(modules):.4f})"><path fill="{INK}" d="{path}"/></g>'
