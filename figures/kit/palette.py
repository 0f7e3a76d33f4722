"""Colours of charts and maps, in a light and a dark set.

Sequential: oslo (Crameri, Scientific colour maps 8, MIT licence), trimmed so that the ends stay apart from the ground.
Categories: Okabe and Ito 2008. Red is for nothing but error.
"""

from dataclasses import astuple, dataclass
from typing import Literal


@dataclass(frozen=True)
class Palette:
    """The colours of one kind of theme."""

    text: str
    quiet_text: str
    grid: str
    water: str
    land: str
    border: str
    core_border: str
    bar: str
    latest: str
    withheld: str
    none: str
    sequential: tuple[str, ...]
    categories: tuple[str, ...]


LIGHT = Palette(
    text="#1f2a37",
    quiet_text="#5b6673",
    grid="#e3e3de",
    water="#e8eef2",
    land="#f1efe9",
    border="#c9c5bb",
    core_border="#ffffff",
    bar="#6f90c9",
    latest="#1d4875",
    withheld="#b9b6ad",
    none="#fbfaf7",
    sequential=("#d3dbe8", "#a7b4ca", "#8ba2c9", "#5f86c3", "#2e5f99", "#1d4875", "#143352"),
    categories=("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#8a7f00"),
)
DARK = Palette(
    text="#e8e6e1",
    quiet_text="#a6adb5",
    grid="#333b44",
    water="#10161c",
    land="#232a31",
    border="#3d4650",
    core_border="#151b21",
    bar="#4c78ba",
    latest="#a7c6ec",
    withheld="#6a6a66",
    none="#2b3239",
    sequential=("#1d3f66", "#1d4875", "#2e5f99", "#4c78ba", "#8ba2c9", "#a7b4ca", "#e8e9ea"),
    categories=("#56B4E9", "#E69F00", "#009E73", "#CC79A7", "#F0E442", "#D55E00", "#9bb7d4"),
)


def palette(theme: Literal["light", "dark"]) -> Palette:
    """Return the colours for a kind of theme."""
    return DARK if theme == "dark" else LIGHT


def light_for_dark() -> dict[str, str]:
    """Each colour of the dark set -> that of the light set in its place, both as browsers write them: rgb(1, 2, 3)."""
    pairs = zip(_in_order(DARK), _in_order(LIGHT), strict=True)
    return {_as_rgb(dark): _as_rgb(light) for dark, light in pairs}


def _in_order(colours: Palette) -> list[str]:
    """All of them, those of numbers last: where one colour has two places, theirs counts."""
    return [*(one for one in astuple(colours) if isinstance(one, str)), *colours.categories, *colours.sequential]


def _as_rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"
