"""Find cases by the keys that their sources gave them: KEY, or SOURCE:KEY where two sources have it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import Member, members, remembered
from data_access.cases.loading import case_keys, former_sources
from data_access.cases.spellings import keep_spellings
from data_access.errors import BadInput
from data_access.importing.reading.limits import read_limits
from data_access.importing.reading.rows import plain_key
from data_access.importing.reading.source_files import open_source, read_text
from data_access.importing.reading.tabular import column_key, read_sheets


@dataclass(frozen=True)
class FoundCase:
    """A case that somebody named. `key` is its stored key. `id` is 0 for a case that is not there: it was withdrawn, or
    a file or undo deleted it, and what is kept could bring it back. `before`: what the key would be under sources that
    are declared no longer."""

    id: int
    key: str
    is_withdrawn: bool = False
    before: tuple[str, ...] = ()


def find_cases(connection: Connection, names: Sequence[str]) -> list[FoundCase]:
    """Return the case of each name. Raises BadInput, without repeating any key, when a name means none or two."""
    rows = connection.execute(select(schema.source.c.code, schema.source.c.keys_name_source))
    sources = {row.code: row.code if row.keys_name_source else None for row in rows}
    former = {code or schema.OWN_SOURCE: code for code in former_sources(connection)}
    joined, withdrawn = members(connection), remembered(connection, "case")
    found = []
    for number, name in enumerate(names, 1):
        name = plain_key(name)
        at = _cases_of(connection, name, sources, joined, withdrawn) or _cases_of(
            connection, name, former, joined, withdrawn
        )
        explicit = name.partition(":")[0]
        if len({case.key for case in at.values()}) > 1 and explicit in at:
            at = {explicit: at[explicit]}
        which = f"key {number} of {len(names)}" if len(names) > 1 else "the key"
        if not at:
            raise BadInput(f"No case has {which}. Nothing was changed. Correct the key; write SOURCE:KEY if need be.")
        if len({case.key for case in at.values()}) > 1:
            raise BadInput(
                f"Several sources have {which}: {', '.join(sorted(at))}. Nothing was changed. Write SOURCE:KEY."
            )
        code, one = next(iter(at.items()))
        text = name.removeprefix(f"{code}:")
        before = tuple(case_keys(connection, [text], other)[0] for other in former.values())
        found.append(replace(one, before=before))
    return found


def _cases_of(
    connection: Connection,
    name: str,
    sources: Mapping[str, str | None],
    joined: dict[str, Member],
    withdrawn: Set[str],
) -> dict[str, FoundCase]:
    """Return the case that a name means, by source. sources: what the keys of each are hashed with."""
    at: dict[str, FoundCase] = {}
    for code, hashed_with in sources.items():
        for text in {name, name.removeprefix(f"{code}:")}:
            key = case_keys(connection, [text], hashed_with)[0]
            if key in withdrawn:
                at[code] = FoundCase(0, key, is_withdrawn=True)
            elif key in joined and joined[key].source == code:
                kept = joined[key].kept_key
                at[code] = FoundCase(_case(connection, kept, None), kept)
            elif (
                key not in joined
                and (case := _case(connection, key, code) or (0 if _is_kept(connection, key) else None)) is not None
            ):
                at[code] = FoundCase(case, key)
            if code in at:
                keep_spellings(connection, [text], [key], hashed_with)
    return at


def _case(connection: Connection, key: str, source: str | None) -> int:
    case = schema.case
    query = select(case.c.id).where(case.c.case_key == key)
    # a key of a source older than the register is hashed without its source, and so the same in each of them
    query = query if source is None else query.where(case.c.source == source)
    return int(connection.scalar(query) or 0)


def _is_kept(connection: Connection, key: str) -> bool:
    """Whether undo could bring a case back."""
    change = schema.change
    query = select(change.c.row_key).where(change.c.table_name == schema.case.name, change.c.row_key == key)
    return connection.scalar(query.limit(1)) is not None


def keys_of_files(arguments: Sequence[str]) -> list[str]:
    """Return keys as they are, and in the place of a file the keys of its column case_key (with its source, if the
    file has a column source). Other columns are not looked at. Raises BadInput."""
    names: list[str] = []
    for argument in arguments:
        names += _keys_of_file(Path(argument)) if Path(argument).is_file() else [argument]
    if not names:
        raise BadInput("There are no keys. Nothing was changed.")
    return list(dict.fromkeys(names))


def _keys_of_file(path: Path) -> list[str]:
    limits = read_limits()
    if path.suffix.lower() == ".txt":
        lines = [line.partition(",")[0].strip().strip('"') for line in read_text(path, limits).splitlines()]
        return [line for line in lines if line and column_key(line) != "case_key"]
    names = []
    for sheet in read_sheets(open_source(path, limits), limits):
        titles = [column_key(title) for title in sheet.header]
        if "case_key" not in titles:
            sheet.source.refuse("there is no column case_key", "Give one key a row below that name.", sheet=sheet.name)
        for chunk in sheet.chunks():
            cells = [chunk.columns[titles.index("case_key")].to_pylist()]
            if "source" in titles:
                cells.append(chunk.columns[titles.index("source")].to_pylist())
            for key, *source in zip(*cells, strict=True):
                if key := plain_key(key):
                    names.append(":".join([*filter(None, map(plain_key, source)), key]))
    return names
