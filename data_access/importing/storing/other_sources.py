"""Keys of a file that another source has too: perhaps its cases, loaded under a wrong --source."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.cases.corrections.remembered import members, remembered
from data_access.cases.loading import case_keys
from data_access.errors import BadInput, number_of
from data_access.importing.storing.sources import INVENTED
from data_access.importing.storing.stored import Wishes
from data_access.importing.storing.storing import known_case_ids


def compare_sources(
    connection: Connection, texts: Sequence[str], refusing: Sequence[str], wishes: Wishes, *, other_people: bool
) -> list[str]:
    """Return warnings about the keys of a file that are new in its source, and known in another.

    texts: the source's own keys of the file; refusing: those of them that say no. other_people: the person knows that
    they are other people. Raises BadInput where most of them are another source's, and one of these withdrew or said no
    there: she must not come back under another source.
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
    asked = list(dict.fromkeys([*texts, *refusing])) if others else []
    here = known(asked, wishes.hashed_with)
    new = [text for text in asked if text not in here]
    warnings = []
    for other in others if new else ():
        hashed_with = other.code if other.keys_name_source else None
        there = known(new, hashed_with) if hashed_with != wishes.hashed_with else {}
        if 2 * len(there) > len(new) and not other_people:
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
            warnings.append(
                f"WARNING: {said}. If they are its cases, everybody counts twice: take this import back, and {mend}, "
                "--other-people says so."
            )
        if noes := sum(text in there for text in refusing):
            warnings.append(
                f"WARNING: {number_of(noes, 'no', 'noes')} of the file {'is' if noes == 1 else 'are'} of keys that "
                f"{wishes.source} does not have and {other.code} has, where nothing becomes no by this file. If its "
                f"cases are meant, load it with --source {other.code}."
            )
    return warnings
