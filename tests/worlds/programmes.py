"""A release written by hand that carries the published facts and the demonstration programmes, as files bring them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from data_access.importing import import_files
from data_access.publishing.publish import frames_of
from tests.worlds.databases import begin_with, empty_cases
from tests.worlds.releases import make_release

FACTS = Path(__file__).resolve().parents[2] / "data_access" / "facts"
PUBLISHED = [FACTS / "published_figures.csv", FACTS / "published_programmes.csv"]
MORE = [FACTS / "published_figures_more.csv", FACTS / "published_programmes_more.csv"]
DEMONSTRATION = sorted(FACTS.glob("demonstration_*.csv"))


def import_into(folder: Path, *loads: tuple[Sequence[Path], str]) -> Engine:
    """Make a case database in a folder and import files into it, each load with its format."""
    engine = empty_cases(folder / "cases.db")

    def load() -> None:
        for files, format in loads:
            import_files(engine, list(files), format=format, report=folder / "report.csv")

    # what a file says in full: another may have the same name
    said = tuple((file.name, file.read_bytes(), format) for files, format in loads for file in files)
    return begin_with(engine, said, load)


def make_release_with_programmes(
    folder: Path,
    tables: Mapping[Any, Any],
    *,
    loads: Sequence[tuple[Sequence[Path], str]] = ((PUBLISHED, "results"), (DEMONSTRATION, "results")),
    **options: Any,
) -> str:
    """Write a release with these tables and the programmes of these files, and return its address."""
    engine = import_into(folder, *loads)
    with engine.connect() as connection:
        frames = frames_of(connection)
    engine.dispose()
    return make_release(folder, tables, kinds_shown=False, frames=frames, **options)  # the frames say what is
