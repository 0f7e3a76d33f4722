"""Documents as PDF/UA-1, set by Typst. Only the worker loads it."""

import json
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent
TEMPLATE = HERE / "document.typ"
FONTS = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")])


def typeset(data: dict[str, Any]) -> bytes:
    """Set the document that document.typ makes of data, whose texts stay texts: nothing in them is markup. Raises
    ValueError for whatever Typst only warns of, and TypstError."""
    made, warnings = typst.compile_with_warnings(
        str(TEMPLATE),
        root=str(HERE),
        font_paths=FONTS,
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
    )
    if warnings:
        raise ValueError("; ".join(str(one.message) for one in warnings))
    return bytes(made)
