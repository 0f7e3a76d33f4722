"""Keys of a file that may be cases of another source, or its own under another name: a wrong source, SOURCE:KEY."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import members, remembered
from data_access.cases.loading import case_keys, former_sources
from data_access.errors import BadInput, number_of
from data_access.importing.storing.sources import INVENTED
from data_access.importing.storing.stored import Wishes
from data_access.importing.storing.storing import known_case_ids

CTDC = "ctdc"


def compare_sources(
    connection: Connection, texts: Sequence[str], refusing: Sequence[str], wishes: Wishes, *, other_people: bool
) -> list[str]:
    """Return warnings about the keys of a file that are new in its source, and known in another.

    texts: the source's own keys of the file; refusing: those of them that say no. other_people: the person knows that
    they are other people. Raises BadInput where one of them withdrew or said no in another source, however few of its
    keys the file has: an import that was taken back there leaves nothing else, and she must not come back under another
    source. Raises it, too, for new keys that are written with a source before them.
    """
    joined = members(connection)
    withdrawn, refused = remembered(connection, "case"), remembered(connection, "consent")
    gone, said_no = withdrawn | refused, set(refusing)

    def known(of_keys: Sequence[str], source: str | None) -> dict[str, str]:
        hashed = case_keys(connection, of_keys, source)
        ids = known_case_ids(connection, hashed)
        found = zip(of_keys, hashed, ids, strict=True)
        return {text: key for text, key, id in found if id or key in joined or key in gone}

    table = schema.source
    query = select(table.c.code, table.c.keys_name_source).where(table.c.code.not_in([wishes.source, INVENTED]))
    others = connection.execute(query.order_by(table.c.code)).all()
    every = list(dict.fromkeys([*texts, *refusing]))
    _refuse_with_source(connection, every, lambda of_keys: known(of_keys, wishes.hashed_with))
    asked = every if others else []
    here = known(asked, wishes.hashed_with)
    new = [text for text in asked if text not in here]
    warnings = []
    for other in others if new else ():
        hashed_with = other.code if other.keys_name_source else None
        there = known(new, hashed_with) if hashed_with != wishes.hashed_with else {}
        if there and not other_people:
            keys = number_of(len(there), "key", "keys")
            said = f"{keys} of {len(new):,} new ones stand under the source {other.code} as well"
            mend = f"load the file with --source {other.code}. If they are other people with the same keys"
            back = [text for text, key in there.items() if key in withdrawn or (key in refused and text not in said_no)]
            if back:
                are = number_of(len(back), "is", "are")
                raise BadInput(
                    f"{said}, and {are} of somebody who withdrew or said no there. Nothing was loaded. If they are "
                    f"cases of {other.code}, {mend}, add --other-people."
                )
            if 2 * len(there) > len(new):
                warnings.append(
                    f"WARNING: {said}. If they are its cases, everybody counts twice: take this import back, and "
                    f"{mend}, --other-people says so."
                )
        if noes := sum(text in there for text in refusing):
            warnings.append(
                f"WARNING: {number_of(noes, 'no', 'noes')} of the file {'is' if noes == 1 else 'are'} of keys that "
                f"{wishes.source} does not have and {other.code} has, where nothing becomes no by this file. If its "
                f"cases are meant, load it with --source {other.code}."
            )
    return warnings


def _refuse_with_source(
    connection: Connection, texts: Sequence[str], known: Callable[[Sequence[str]], dict[str, str]]
) -> None:
    """Refuse new keys that are written as SOURCE:KEY, as commands take them: each would be another case than KEY."""
    table = schema.source
    codes = {
        *connection.scalars(select(table.c.code)),
        *(code or schema.OWN_SOURCE for code in former_sources(connection)),
    }
    # keys that the program makes for CTDC's rows begin so
    named = [text for text in texts if text.partition(":")[0].casefold() in codes - {CTDC}]
    known_here = known(named) if named else {}
    new = [text for text in named if text not in known_here]
    if new:
        keys = number_of(len(new), "key is written with its source", "keys are written with their source")
        raise BadInput(
            f"{keys} before it, as commands take it; the first is {new[0]}. In a file that would be another case. "
            "Nothing was loaded. Write the key alone: whose cases they are, --source says, or a column source."
        )
