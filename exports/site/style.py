"""The one style sheet of the frozen edition: fonts, the colours of drawings in both themes, and site.css."""

import base64
from collections.abc import Iterable, Mapping
from pathlib import Path

from exports.site.pictures import variables
from locales import Translator

HERE = Path(__file__).parent
FONTS = Path(__file__).parents[2] / "static" / "fonts"
# which letters of each file a page needs, so that no browser takes a font for letters that it does not have
RANGES = {
    "noto-sans-latin": (
        "Noto Sans",
        "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02BC, U+02C6, U+02DA, U+02DC, U+2000-200B, U+2010-206F, U+20AC, "
        "U+2122, U+2191, U+2193, U+2212, U+2215, U+FEFF, U+FFFD",
    ),
    "vazirmatn-arabic": (
        "Vazirmatn",
        "U+0600-06FF, U+0750-077F, U+200C-200E, U+2010-2011, U+204F, U+2E41, U+FB50-FDFF, U+FE70-FEFC",
    ),
}


def style_sheet(languages: Iterable[Translator]) -> str:
    """The style sheet with the fonts that these languages need. They stand in it, for a browser that opens a file takes
    fonts of no other folder."""
    is_arabic = any(t.language.direction == "rtl" for t in languages)
    fonts = [_font(name) for name in RANGES if is_arabic or not name.startswith("vazirmatn")]
    light, dark = variables()
    themes = f":root{{{_written(light)}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{_written(dark)}}}}}"
    return "\n".join([*fonts, themes, (HERE / "site.css").read_text(encoding="utf-8")])


def _written(colours: Mapping[str, str]) -> str:
    return ";".join(f"--{name}:{colour}" for name, colour in colours.items())


def _font(name: str) -> str:
    [file] = FONTS.glob(f"{name}.*.woff2")
    family, letters = RANGES[name]
    content = base64.b64encode(file.read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:100 900;font-display:swap;unicode-range:{letters};'
        f'src:url(data:font/woff2;base64,{content}) format("woff2")}}'
    )
