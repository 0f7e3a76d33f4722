from pathlib import Path
from typing import Any


def write_template(file: Path, *, format: str) -> dict[str, Any]:
    raise NotImplementedError
