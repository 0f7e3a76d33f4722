"""Find cases by the keys that their sources gave them: KEY, or SOURCE:KEY where two sources have it."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NoReturn

from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import Member, members, remembered
from data_access.cases.loading import case_keys, former_sources
from data_access.cases.spellings import keep_spellings
from data_access.errors import BadInput
from data_access.importing.reading.rows import key_mistake, plain_key
from data_access.importing.storing.sources import INVENTED
from data_access.importing.storing.storing import known_alike

MOST_NAMED = 10


@dataclass(frozen=True)
class FoundCase:
    """A case that somebody named. `key` is its stored key. `id` is 0 for a case that is not there: it was withdrawn, or
    a file or undo deleted it, and what is kept could bring it back, or it is to come. `before`: what the key would be
    under sources that are declared no longer."""

    id: int
    key: str
    is_withdrawn: bool = False
    is_to_come: bool = False
    before: tuple[str, ...] = ()


def find_cases(connection: Connection, names: Mapping[str, str], *, in_advance: bool | None = None) -> list[FoundCase]:
    """Return the case of each name. names: by name, where it was read, or "".

    in_advance: whether a key that is of no case is one of a case to come; None where it never can be. Raises BadInput,
    without repeating any key, when a name means two, or none.
    """
    rows = connection.execute(select(schema.source.c.code, schema.source.c.keys_name_source))
    sources = {row.code: row.code if row.keys_name_source else None for row in rows}
    former = {code or schema.OWN_SOURCE: code for code in former_sources(connection)}
    joined, withdrawn = members(connection), remembered(connection, "case")
    found, unknown = [], []
    for number, (given, where) in enumerate(names.items(), 1):
        name = plain_key(given)
        at = _cases_of(connection, name, sources, joined, withdrawn) or _cases_of(
            connection, name, former, joined, withdrawn
        )
        explicit = name.partition(":")[0]
        if len({case.key for case in at.values()}) > 1 and explicit in at:
            at = {explicit: at[explicit]}
        which = f"key {number} of {len(names)}" if len(names) > 1 else "the key"
        which += f" ({where})" if where else ""
        if not at:
            to_come = _case_to_come(connection, name, sources, which, is_wanted=bool(in_advance))
            unknown += [] if to_come else [which]
            found += [to_come] if to_come else []
            continue
        if len({case.key for case in at.values()}) > 1:
            raise BadInput(
                f"Several sources have {which}: {', '.join(sorted(at))}. Nothing was changed. Write SOURCE:KEY."
            )
        code, one = next(iter(at.items()))
        text = name.removeprefix(f"{code}:")
        before = tuple(case_keys(connection, [text], other)[0] for other in former.values())
        found.append(replace(one, before=before))
    if unknown:
        _refuse_unknown(unknown, has_option=in_advance is not None)
    return found


def _refuse_unknown(unknown: Sequence[str], *, has_option: bool) -> NoReturn:
    more = f" and {len(unknown) - MOST_NAMED:,} more" if len(unknown) > MOST_NAMED else ""
    option = (
        " If it is right and its case is not there yet, or not any more, give the same command with --in-advance: the "
        "key is remembered, and no file brings the case in against it."
    )
    raise BadInput(
        f"No case has {', '.join(unknown[:MOST_NAMED])}{more}. Nothing was changed. Correct the key; write SOURCE:KEY "
        f"if need be.{option if has_option else ''}"
    )


def _case_to_come(
    connection: Connection, name: str, sources: Mapping[str, str | None], which: str, *, is_wanted: bool
) -> FoundCase | None:
    """Return the case that may come in under a key, None where none is wanted. Raises BadInput when the key is a known
    one in other letters, or when nobody can say whose it is."""
    code, _, rest = name.partition(":")
    text = rest if rest and code in sources else name
    _refuse_other_source(connection, text, sources, which)
    asked = {code: sources[code]} if text != name else sources
    refused = remembered(connection, "consent")
    others = remembered(connection, "case") | refused | members(connection).keys()
    is_refused = any(case_keys(connection, [text], hashed_with)[0] in refused for hashed_with in asked.values())
    alike = (known_alike(connection, [text], hashed_with, others) for hashed_with in {*asked.values()})
    if not is_refused and any(alike):
        raise BadInput(
            f"No case has {which}, but one that is known differs from it only in capitals, strokes (- _ / . : #) and "
            "zeros before numbers. Nothing was changed. Write the key as it was written before."
        )
    if not is_wanted:
        return None
    case_sources = {one: hashed_with for one, hashed_with in asked.items() if one != INVENTED}
    if len(case_sources) != 1:
        raise BadInput(f"Whose is {which}? Several sources are declared. Nothing was changed. Write SOURCE:KEY.")
    if (mistake := key_mistake(text)) and not mistake.kind:
        raise BadInput(f"No case can have {which}: {mistake.expected}. Nothing was changed. Correct the key.")
    ((_, hashed_with),) = case_sources.items()
    key = case_keys(connection, [text], hashed_with)[0]
    keep_spellings(connection, [text], [key], hashed_with)
    return FoundCase(0, key, is_to_come=True)


def _refuse_other_source(connection: Connection, text: str, sources: Mapping[str, str | None], which: str) -> None:
    """Refuse a key whose part behind a colon is a key already: before it stands a source that is none, or a second."""
    code, _, rest = text.partition(":")
    if rest and (
        code.casefold() in sources
        or _cases_of(connection, rest, sources, members(connection), remembered(connection, "case"))
    ):
        raise BadInput(
            f"No case has {which}; what stands before its colon is no source of it. Nothing was changed. Write "
            f"SOURCE:KEY with one of {', '.join(sorted(sources))}, once."
        )


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
