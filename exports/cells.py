"""Texts as cells of a file: no spreadsheet runs them."""

# what Excel, LibreOffice and Google Sheets begin a formula with, in whichever width it is written; a tab or a new line
# is taken off before they look
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")


def inert(value: object) -> object:
    """A text without what a spreadsheet would run: one that could be a formula is preceded by an apostrophe. Anything
    else as it is."""
    if not isinstance(value, str):
        return value
    # a lone carriage return is not quoted by pandas, and ends the line for some readers; no file may hold a null
    text = value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text
