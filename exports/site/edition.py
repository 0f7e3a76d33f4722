"""A frozen edition of a public release: written beside its folder and moved there when it is whole."""

import datetime
import glob
import hashlib
import json
import os
import queue
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from data_access.errors import BadInput
from data_access.release.release import Release
from exports.data_package import data_package, refuse_restricted
from exports.drawn.worker import Drawing, Worker
from exports.site.leaves import Leaf, Maker, Missing
from exports.site.pages import CONTENTS, FIRST, GLOSSARY, Assets, Pages, first_page
from exports.site.panels import Draw, Picture, pictures
from exports.site.style import HERE, style_sheet
from figures.kit.palette import LIGHT
from figures.kit.paper import Paper
from figures.views.view import memory
from locales import Translator

MARK = "edition.json"  # tells that a folder is an edition, which another may replace
STATIC = Path(__file__).parents[2] / "static"
WORKERS = 2  # processes that draw
TRIES = 4  # of a drawing
ABANDONED_AFTER = 86_400  # seconds: no run takes that long
MOST_KEPT = 50_000  # answers and drawings

Progress = Callable[[int, int], None]


def make_site(
    folder: Path,
    release: Release,
    languages: Sequence[Translator],
    day: datetime.date,
    *,
    host: str = "",
    progress: Progress = lambda done, all: None,
) -> dict[str, Any]:
    """Write the edition into a folder, in place of an older one, and say how large it is. host: of the live dashboard,
    with its scheme, and with the path below which it stands there. progress: is called with the pages that are written,
    and with all. Raises BadInput for a restricted release, and for a folder that holds something else."""
    refuse_restricted(release)
    folder = folder.absolute()
    refuse_folder(folder)
    beside = _beside(folder)
    try:
        beside.chmod(0o755)
        count = _write(beside, release, languages, day, host.rstrip("/"), progress)
        files = [path for path in beside.rglob("*") if path.is_file()]
        said = {"bytes": sum(path.stat().st_size for path in files), "files": len(files), "pages": count}
        _move(beside, folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return {"file": str(folder), **said}


def refuse_folder(folder: Path) -> None:
    """Raise BadInput where no edition can be written: there is something else, or the system does not allow it."""
    folder = folder.absolute()
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadInput(f"{folder} is there and is no folder. Name a folder to be written. Nothing was written.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise BadInput(f"{folder} holds something else than a frozen edition. Name a new folder. Nothing was written.")
    _beside(folder).rmdir()


def _beside(folder: Path) -> Path:
    """A new folder beside it, where the edition grows. What runs that were killed a day ago or longer have left there
    is removed."""
    prefix = f".{folder.name}.part-"
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        for left in folder.parent.glob(f"{glob.escape(prefix)}*"):
            if time.time() - left.stat().st_mtime > ABANDONED_AFTER:
                shutil.rmtree(left, ignore_errors=True)
        return Path(tempfile.mkdtemp(prefix=prefix, dir=folder.parent))
    except OSError as error:
        why = f"{error.filename}: {error.strerror}"
        raise BadInput(f"{folder} cannot be written ({why}). Name another folder. Nothing was written.") from error


def _move(beside: Path, folder: Path) -> None:
    """Put the new edition in the place of the old one, which stays whole until then."""
    old = beside.with_name(f"{beside.name}-old")
    if folder.exists():
        folder.rename(old)
    try:
        beside.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _write(
    folder: Path, release: Release, languages: Sequence[Translator], day: datetime.date, host: str, progress: Progress
) -> int:
    """Write all files, and return how many pages there are."""
    assets = _assets(folder, release, languages)
    kept = memory(MOST_KEPT)
    opened: list[tuple[Translator, list[Leaf], list[Missing]]] = []
    drawn: dict[tuple[str, str], Future[list[Picture | None]]] = {}
    with _drawing() as draw, ThreadPoolExecutor(WORKERS + 1) as pool:
        try:
            for t in languages:
                leaves: list[Leaf] = []
                missing: list[Missing] = []
                for one in Maker(release, Paper(t, LIGHT, "tablet"), kept, host).leaves():
                    if isinstance(one, Missing):
                        missing.append(one)
                        continue
                    leaves.append(one)
                    drawn[t.language.code, one.file] = pool.submit(pictures, one, draw, kept)
                opened.append((t, leaves, missing))
            names: dict[str, list[str]] = {}
            for _t, leaves, _missing in opened:
                for leaf in leaves:
                    names.setdefault(leaf.file, []).extend((leaf.name, leaf.headline))
            pages = [
                Pages(t, release, day, host, assets, languages, leaves, missing, names) for t, leaves, missing in opened
            ]
            count = len(drawn) + 2 * len(pages) + 1
            for number, (path, content) in enumerate(_contents(pages, drawn), 1):
                _save(folder / path, content.encode())
                progress(number, count)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    (folder / FIRST).write_text(first_page(pages, assets), encoding="utf-8")
    progress(count, count)
    _save(folder / MARK, _mark(release, languages, day))
    return count


def _contents(
    pages: Sequence[Pages], drawn: dict[tuple[str, str], Future[list[Picture | None]]]
) -> Iterator[tuple[str, str]]:
    for one in pages:
        yield f"{one.code}/{CONTENTS}", one.contents()
        yield f"{one.code}/{GLOSSARY}", one.glossary()
        for leaf in one.leaves:
            yield f"{one.code}/{leaf.file}", one.page(leaf, drawn.pop((one.code, leaf.file)).result())


def _assets(folder: Path, release: Release, languages: Sequence[Translator]) -> Assets:
    """Write what all pages share, and return where it is: what changes has another name."""
    found = {
        "style": ("site.css", style_sheet(languages).encode()),
        "script": ("search.js", (HERE / "search.js").read_bytes()),
        "icon": ("icon.png", (STATIC / "icon.png").read_bytes()),
        "data": (f"trafficking-observatory-release-{release.id}.zip", data_package(release)),
    }
    paths = {}
    for name, (file, content) in found.items():
        stem, _, kind = file.rpartition(".")
        paths[name] = f"assets/{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{kind}"
        _save(folder / paths[name], content)
    for licence in (STATIC / "fonts").glob("*LICENSE.txt"):
        _save(folder / "assets" / licence.name, licence.read_bytes())
    return Assets(**paths)


def _mark(release: Release, languages: Sequence[Translator], day: datetime.date) -> bytes:
    said = {
        "release": release.id,
        "content_hash": release.manifest["content_hash"],
        "languages": [t.language.code for t in languages],
        "made_on": day.isoformat(),
    }
    return json.dumps(said, indent=1).encode() + b"\n"


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


@contextmanager
def _drawing() -> Iterator[Draw]:
    """Draws figures as SVG, several at once."""
    workers = [Worker() for _ in range(min(WORKERS, os.cpu_count() or 1))]
    free: queue.SimpleQueue[Worker] = queue.SimpleQueue()
    for worker in workers:
        worker.begin()
        free.put(worker)

    def draw(drawing: Drawing, tries: int = TRIES) -> str:
        worker = free.get()
        try:
            return worker.drawn([drawing])[0]
        except BadInput:  # on a busy machine a drawing may take longer than a visitor would wait
            worker.end()
            if tries == 1:
                raise
        finally:
            free.put(worker)
        return draw(drawing, tries - 1)

    try:
        yield draw
    finally:
        for worker in workers:
            worker.end()
