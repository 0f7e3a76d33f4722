"""The frozen edition beside the dashboard: what serve.py answers below /frozen/, where FROZEN_EDITION names it."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from exports.site.files import file_of_subject, file_of_view

PATH = "frozen"
HASHED = re.compile(r"\.[0-9a-f]{10}\.\w+$")
FOR_A_YEAR = "public, max-age=31536000, immutable"


class _Edition(StaticFiles):
    """Files as they are; those whose name changes with their content are kept by browsers."""

    async def check_config(self) -> None:
        """A folder that is not there yet has no page: that is no mistake."""

    def file_response(self, full_path: Any, *arguments: Any, **more: Any) -> Response:
        response = super().file_response(full_path, *arguments, **more)
        response.headers["Cache-Control"] = FOR_A_YEAR if HASHED.search(str(full_path)) else "no-cache"
        return response


def frozen_addresses() -> tuple[str, ...]:
    """How the addresses of the edition begin, without their first slash; none where no edition is served. An edition is
    public; a restricted dashboard serves none."""
    is_served = os.environ.get("FROZEN_EDITION") and os.environ.get("ACCESS") != "restricted"
    return (f"{PATH}/",) if is_served else ()


def frozen_page(path: str, choices: Mapping[str, str], language: str) -> str | None:
    """Where the edition has what is nearest to a page of the dashboard: the place, programme, story or view that is
    asked for, else the page, else the list of all; without its first slash. None where no edition is served, or none in
    this language. choices: what stands behind the path of the page."""
    if not frozen_addresses():
        return None
    folder = Path(os.environ["FROZEN_EDITION"]) / language
    subjects = ("place", "programme", "story", *(["country"] if path == "places" else []))
    subject = next((choices[name] for name in subjects if choices.get(name)), "")
    view = f"view={choices.get('view', '')}"
    for file in (
        file_of_subject({"present": "stories"}.get(path, path), subject),
        file_of_view(path, view),
        file_of_view(path, ""),
        "contents.html",
    ):
        if (folder / file).is_file():
            return f"{PATH}/{language}/{file}"
    return None


def frozen_routes() -> list[BaseRoute]:
    """The routes of the edition; none where no edition is served. A folder that comes later is found then."""
    if not frozen_addresses():
        return []
    files = _Edition(directory=Path(os.environ["FROZEN_EDITION"]), html=True, check_dir=False)

    async def into_it(request: Request) -> RedirectResponse:
        return RedirectResponse(f"{PATH}/")

    return [Route(f"/{PATH}", into_it), Mount(f"/{PATH}", app=GZipMiddleware(files))]
