"""Whether the files that the dashboard serves beside its pages are there and whole."""

import hashlib
import json
import re

from data_access.database import PROJECT
from data_access.errors import BadInput

STATIC = PROJECT / "static"
# a name with the first digits of the hash of its content, as pages and browsers rely on it
HASHED = re.compile(r"\.([0-9a-f]{8})\.\w+$")
# what a map of Plotly's asks for, by its own names
TOPOLOGY = ("topojson/world_110m.json", "topojson/world_50m.json")


def look_at_served_files() -> str:
    """Say how many there are. Raises BadInput, with the name of each that is missing or not what its name promises."""
    faults = [f"static/{name} is missing" for name in sorted(_named()) if not (STATIC / name).is_file()]
    files = sorted(path for path in STATIC.rglob("*") if path.is_file())
    for file in files:
        content, promised = file.read_bytes(), HASHED.search(file.name)
        is_whole = hashlib.sha256(content).hexdigest().startswith(promised[1]) if promised else True
        if file.suffix == ".json" and not _is_json(content):
            is_whole = False
        if not is_whole:
            faults.append(f"static/{file.relative_to(STATIC)} is damaged")
    if faults:
        raise BadInput(f"{'; '.join(faults)}. Bring the files back from the program's own copy (git checkout static).")
    return f"{len(files)} whole"


def _named() -> set[str]:
    """The files that pages name: boundaries, fonts, the icon, and the topologies of maps."""
    settings = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    fonts = set(re.findall(r'"app/static/(fonts/[^"]+)"', settings))
    index = STATIC / "boundaries" / "index.json"
    boundaries = set()
    if index.is_file() and _is_json(index.read_bytes()):
        boundaries = {f"boundaries/{name}" for name in json.loads(index.read_bytes())["files"].values()}
    return {"icon.png", "boundaries/index.json", *fonts, *boundaries, *TOPOLOGY}


def _is_json(content: bytes) -> bool:
    try:
        json.loads(content)
    except ValueError:
        return False
    return True
