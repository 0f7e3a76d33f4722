"""Where the frozen edition has each page: files below the folder of a language."""

import re
from urllib.parse import parse_qsl


def file_of_view(path: str, address: str) -> str:
    """The file of a view of a page. address: what stands behind the path; nothing for the page as it opens."""
    if not address:
        return f"{path or 'index'}.html"
    return f"{path or 'overview'}/{'-'.join(_safe(value) for _name, value in parse_qsl(address))}.html"


def file_of_subject(folder: str, code: str) -> str:
    """The file of a place, a programme or a story. folder: the path of its page, or `stories`."""
    return f"{folder}/{_safe(code)}.html"


def _safe(code: str) -> str:
    """A code as the name of a file that every system and server knows."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", code).strip("-")
