"""Draw docs/gallery: every page and named view, figures in the pages of others, and pictures that are taken along, as
`make gallery` has it.

Serves the active release of RELEASE_DATABASE_URL, which must be of synthetic cases, or takes a server that is running
(--address). --only and --setting draw a part of the pictures, and leave the index as it is.
"""

import argparse
import datetime
import io
import os
import re
import sys
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from data_access.release.release_database import list_releases, open_release_database
from exports.__main__ import main as write
from tests.browsing import browsing, chromium_program
from tests.end_to_end.conftest import serving
from tests.end_to_end.visitor import DESKTOP, DRAWN, PHONE, PROJECTOR, TABLET, Visitor
from ui.named_views import named_views

GALLERY = Path(__file__).resolve().parents[1] / "docs" / "gallery"
HIGHEST = 3600  # pixels of a page: what is lower is cut
QUALITY = 35
LANGUAGES = {"en": "English", "fa": "Dari"}
EMBEDDED = ["/?embed=true&figure=trend", "/routes?embed=true&figure=routes"]
TAKEN = ["/#trend", "/routes#routes"]  # as a file

# a chart that has just been made narrower is empty for a moment
STEADY = """() => {
    const parts = document.querySelectorAll('.js-plotly-plot *').length, before = window.partsOfCharts
    window.partsOfCharts = parts
    return parts === before
}"""


@dataclass(frozen=True)
class Setting:
    """How a page is looked at. width: that of its picture, in pixels."""

    size: tuple[int, int]
    is_dark: bool
    language: str
    width: int

    @property
    def name(self) -> str:
        """The end of the names of its pictures."""
        return f"{self.size[0]}-{'dark' if self.is_dark else 'light'}-{self.language}"

    @property
    def words(self) -> str:
        """What is said of it in the index."""
        return f"{self.size[0]} × {self.size[1]}, {'dark' if self.is_dark else 'light'}, {LANGUAGES[self.language]}"


WIDTHS = {DESKTOP: 720, PHONE: 300, TABLET: 512, PROJECTOR: 720}
EVERY = [
    Setting(size, is_dark, language, width)
    for size, width in WIDTHS.items()
    for is_dark in (False, True)
    for language in LANGUAGES
]
OF_VIEWS = [one for one in EVERY if one.name in ("1440-light-en", "390-dark-fa")]


def draw(visitor: Visitor, path: str, setting: Setting) -> bytes:
    """One picture of one page: whole where the setting is one of views, else its first screen."""
    link = f"{path}{'&' if '?' in path else '?'}lang={setting.language}"
    page = visitor.go(link)
    page.wait_for_function(DRAWN)
    if setting in OF_VIEWS:
        height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        page.set_viewport_size({"width": setting.size[0], "height": min(height, HIGHEST)})
        visitor.wait()
        page.wait_for_function(DRAWN)
    page.wait_for_function(STEADY, polling=800)
    picture = Image.open(io.BytesIO(page.screenshot()))
    page.set_viewport_size({"width": setting.size[0], "height": setting.size[1]})
    picture.thumbnail((setting.width, HIGHEST), Image.Resampling.LANCZOS)
    return as_webp(picture)


def name_of(page: str, path: str) -> str:
    """The beginning of the names of an address's pictures."""
    _, _, asked = path.replace("#", "?").partition("?")
    return "-".join([page, *re.findall(r"\w+", asked.removeprefix("view=").removeprefix("embed=true&figure="))])


def shown() -> dict[str, list[str]]:
    """The addresses of each chapter."""
    return {**named_views(), "embedded": EMBEDDED}


def draw_taken(link: str, language: str) -> bytes:
    """A figure as `python -m exports picture` makes it."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "taken.png"
        if write(["picture", str(file), "--view", link, "--lang", language]):
            sys.exit(f"{link} has no picture.")
        picture = Image.open(file)
        picture.thumbnail((WIDTHS[DESKTOP], HIGHEST), Image.Resampling.LANCZOS)
        return as_webp(picture)


def as_webp(picture: Image.Image) -> bytes:
    """A picture as it is kept."""
    kept = io.BytesIO()
    picture.convert("RGB").save(kept, "webp", quality=QUALITY, method=6)
    return kept.getvalue()


def index(release: dict[str, object], folder: Path) -> str:
    """The README of the gallery: a chapter a page, a line an address with its pictures."""
    today = datetime.date.today().isoformat()
    lines = [
        "# Gallery",
        "",
        f"Every page and named view, drawn by `make gallery` on {today} from release {release['id']} (synthetic",
        f"demonstration data until {release['data_until']}). Pages and views: {OF_VIEWS[0].words}, and",
        f"{OF_VIEWS[1].words}, as far down as {HIGHEST:,} pixels; of pages also the first screen in other",
        "widths, themes and languages.",
    ]
    for page, paths in shown().items():
        lines += ["", f"## {page.capitalize()}", ""]
        for path in paths:
            files = [(one.words, f"{name_of(page, path)}-{one.name}.webp") for one in EVERY]
            links = [f"[{said}]({file})" for said, file in files if (folder / file).exists()]
            lines.append(f"- `{path}`: {'; '.join(links)}")
    lines += ["", "## Pictures that are taken along", ""]
    for link in TAKEN:
        links = [f"[{said}]({name_of('taken', link)}-{code}.webp)" for code, said in LANGUAGES.items()]
        lines.append(f"- `{link}`: {'; '.join(links)}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Draw what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--address", help="a server that is running, such as http://127.0.0.1:8501")
    parser.add_argument("--only", default="", metavar="PART", help="draw the addresses that hold these words")
    parser.add_argument("--setting", default="", help=f"draw one alone, such as {OF_VIEWS[1].name}")
    parser.add_argument("--folder", type=Path, default=GALLERY)
    options = parser.parse_args()
    program = chromium_program()
    if program is None:
        sys.exit("Chromium is missing. On Debian or Ubuntu: apt-get install chromium")
    url = os.environ.get("RELEASE_DATABASE_URL", "sqlite:///var/releases.db")
    release = next((one for one in list_releases(open_release_database()) if one["active"]), None)
    if release is None or release["provenance"] != "synthetic":
        sys.exit("The gallery shows demonstration data: make a release of `python -m data_access demo` first.")
    options.folder.mkdir(parents=True, exist_ok=True)
    os.nice(10)  # whoever works on the same machine comes first
    with tempfile.TemporaryDirectory() as folder:
        served = nullcontext(options.address) if options.address else serving(url, Path(folder))
        with served as address, browsing(program) as browser:
            for setting in (one for one in EVERY if options.setting in one.name):
                visitor = Visitor(browser, address, patience=90)
                visitor.open("/", size=setting.size, dark=setting.is_dark)
                for page, paths in shown().items():
                    for path in paths if setting in OF_VIEWS else paths[:1]:
                        if options.only in path:
                            file = options.folder / f"{name_of(page, path)}-{setting.name}.webp"
                            file.write_bytes(draw(visitor, path, setting))
                            print(f"{file.name}, {file.stat().st_size / 1024:.0f} KB", flush=True)
                visitor.close()
    for link, code in ((link, code) for link in TAKEN for code in LANGUAGES if options.only in link):
        file = options.folder / f"{name_of('taken', link)}-{code}.webp"
        file.write_bytes(draw_taken(link, code))
        print(f"{file.name}, {file.stat().st_size / 1024:.0f} KB", flush=True)
    if not (options.only or options.setting):
        (options.folder / "README.md").write_text(index(release, options.folder), encoding="utf-8")


if __name__ == "__main__":
    main()
