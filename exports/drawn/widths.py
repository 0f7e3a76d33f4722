"""How wide texts are in our own letters, for Plotly, which asks a browser that is not there."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
LATIN = {"400": "NotoSans_400Regular.ttf", "700": "NotoSans_600SemiBold.ttf"}
ARABIC = {"400": "Vazirmatn_400Regular.ttf", "700": "Vazirmatn_600SemiBold.ttf"}
FORMS = ("init", "medi", "fina")  # of an Arabic letter: at the beginning, in the middle and at the end of a joined part
FIRST_ARABIC, LAST_ARABIC = 0x600, 0x6FF
BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# signs that the fonts of browsers have and ours do not
SIGNS = {"▨": "///", "■": "•", "○": "o", "→": "›", "←": "‹", "↑": "^", "↓": "ˇ"}
LAST_LATIN = 0x2E00  # with Greek, Cyrillic and punctuation


@cache
def _known() -> frozenset[str]:
    """Every letter that one of the fonts has."""
    return frozenset(chr(code) for name in FONTS.glob("*.ttf") for code in TTFont(name, lazy=True).getBestCmap())


def fitting(text: str) -> str:
    """A text with signs in place of the letters that none of the fonts has: a document would not be made with them."""
    return BEYOND_ASCII.sub(lambda found: found[0] if found[0] in _known() else SIGNS.get(found[0], "\ufffd"), text)


@cache
def widths_script() -> str:
    """The widths of letters as a script: of an em, by weight and letter; of an Arabic one alone and in its joined
    forms, which tell whether it joins."""
    tables = {weight: _latin(LATIN[weight]) | _arabic(ARABIC[weight]) for weight in LATIN}
    font = TTFont(FONTS / LATIN["400"], lazy=True)
    up, down = (abs(side) / font["head"].unitsPerEm for side in (font["hhea"].ascent, font["hhea"].descent))
    return f"const ASCENT = {up:.3f}, DESCENT = {down:.3f}, WIDTHS = {json.dumps(tables)};{_SCRIPT}"


def _latin(name: str) -> dict[str, float]:
    font = TTFont(FONTS / name, lazy=True)
    glyphs, advances, em = font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm
    return {chr(code): round(advances[glyph][0] / em, 3) for code, glyph in glyphs.items() if 32 <= code < LAST_LATIN}


def _arabic(name: str) -> dict[str, Any]:
    font = TTFont(FONTS / name, lazy=True)
    advances, em = font["hmtx"], font["head"].unitsPerEm
    joined = {form: _substitutes(font, form) for form in FORMS}
    widths = {}
    for code, glyph in font.getBestCmap().items():
        if FIRST_ARABIC <= code <= LAST_ARABIC:
            names = [glyph, *(joined[form].get(glyph) for form in FORMS)]
            widths[chr(code)] = [None if one is None else round(advances[one][0] / em, 3) for one in names]
    return widths


def _substitutes(font: TTFont, form: str) -> dict[str, str]:
    """Which glyph stands for another in a form."""
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == form:
            for number in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[number].SubTable:
                    found |= getattr(getattr(subtable, "ExtSubTable", subtable), "mapping", {})
    return found


# a letter joins the next one where it has a form for the beginning, and the one before where it has one for the end
_SCRIPT = """
const UNSEEN = /[\\u064b-\\u065f\\u200b-\\u200f\\u202a-\\u202e\\u2066-\\u2069]/g;
function textWidth(text, size, weight) {
  const table = WIDTHS[weight === "bold" || Number(weight) >= 550 ? "700" : "400"];
  const letters = [...String(text).replace(UNSEEN, "")].map((letter) => table[letter] ?? 0.57);
  let wide = 0;
  letters.forEach((letter, at) => {
    if (typeof letter === "number") return void (wide += letter);
    const before = letters[at - 1], next = letters[at + 1];
    const joins = Array.isArray(before) && before[1] !== null && letter[3] !== null;
    const isJoined = letter[1] !== null && Array.isArray(next) && next[3] !== null;
    wide += letter[joins ? (isJoined ? 2 : 3) : isJoined ? 1 : 0] ?? letter[0];
  });
  return wide * size;
}
"""
