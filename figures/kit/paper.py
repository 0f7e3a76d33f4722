"""What a figure is drawn on: its language, its colours, and the class of width that it is drawn for."""

from dataclasses import dataclass
from typing import Literal

from figures.kit.palette import Palette
from locales import Translator

Width = Literal["phone", "tablet", "desktop"]


@dataclass(frozen=True)
class Paper:
    """The language of a figure, its colours, and the class of the window that it stands in. Charts that fit every
    window do not ask for the last."""

    t: Translator
    colours: Palette
    width: Width = "desktop"
