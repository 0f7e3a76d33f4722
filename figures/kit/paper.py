"""What a figure is drawn on."""

from dataclasses import dataclass

from figures.kit.palette import Palette
from figures.kit.widths import Width
from locales import Translator


@dataclass(frozen=True)
class Paper:
    """The language of a figure, its colours, and the class of the window that it stands in. Charts that fit every
    window do not ask for the last."""

    t: Translator
    colours: Palette
    width: Width = "desktop"
