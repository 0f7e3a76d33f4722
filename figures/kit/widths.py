"""The classes of width that figures are drawn for."""

from typing import Literal

Width = Literal["phone", "tablet", "desktop"]
