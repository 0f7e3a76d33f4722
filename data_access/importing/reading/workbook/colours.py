"""Colours of a workbook, and whether a text in one can be read before another.

The contrast is that of WCAG 2.2 (relative luminance). Whoever reads the screen sees nothing below 1.5; WCAG asks for 3
at least, and spreadsheets use what lies between.
"""

import colorsys

LEAST_CONTRAST = 1.5
WHITE, BLACK = "FFFFFF", "000000"
# the palette of ECMA-376, 18.8.27: 0 to 7 come again as 8 to 15; 64 and 65 are those of the system
_FIRST = ["000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF"]
_OTHERS = """800000 008000 000080 808000 800080 008080 C0C0C0 808080 9999FF 993366 FFFFCC CCFFFF 660066 FF8080 0066CC
CCCCFF 000080 FF00FF FFFF00 00FFFF 800080 800000 008080 0000FF 00CCFF CCFFFF CCFFCC FFFF99 99CCFF FF99CC CC99FF FFCC99
3366FF 33CCCC 99CC00 FFCC00 FF9900 FF6600 666699 969696 003366 339966 003300 333300 993300 993366 333399 333333"""
PALETTE = [*_FIRST, *_FIRST, *_OTHERS.split(), BLACK, WHITE]
# of the theme that spreadsheets begin with; a theme of somebody's own is not looked at
THEME = ["FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47"]


def colour_of(given: dict[str, str]) -> str:
    """Return the colour of an element as six hexadecimal digits, "" where it is that of the system or unknown."""
    if rgb := given.get("rgb", "")[-6:].upper():
        return rgb if len(rgb) == 6 and not set(rgb) - set("0123456789ABCDEF") else ""
    for name, colours in (("indexed", PALETTE), ("theme", THEME)):
        number = given.get(name, "")
        if number.isdigit() and int(number) < len(colours):
            return _tinted(colours[int(number)], given.get("tint", "0"))
    return ""


def is_hidden(font: str, back: str) -> bool:
    """Return whether nobody can read a text. font, back: "" for black, and for white."""
    lighter, darker = sorted((_luminance(font or BLACK), _luminance(back or WHITE)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05) < LEAST_CONTRAST


def _parts(colour: str) -> list[float]:
    return [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]


def _luminance(colour: str) -> float:
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _tinted(colour: str, tint: str) -> str:
    try:
        by = max(-1.0, min(1.0, float(tint)))
    except ValueError:
        return colour
    red, green, blue = _parts(colour)
    hue, light, saturation = colorsys.rgb_to_hls(red, green, blue)
    light = light * (1 + by) if by < 0 else light * (1 - by) + by
    return "".join(f"{round(part * 255):02X}" for part in colorsys.hls_to_rgb(hue, light, saturation))
