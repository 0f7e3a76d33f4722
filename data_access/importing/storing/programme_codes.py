"""Which programme a row is about: that of its IATI identifier, or else the one of its title."""

import hashlib
from dataclasses import dataclass, field

import pandas as pd
from sqlalchemy import Connection, select

from data_access.cases import schema
from data_access.importing.formats.providers import is_same, organisation_code
from data_access.importing.reading.values import Mistake
from data_access.importing.storing.refused_rows import RefusedRows

ORDER = ("programmes", "values", "expenditure")  # what a file says of a programme goes before what it counts there
DESCRIBES = ("donor", "implementer", "start_date", "end_date", "status", "theme", "source_address")
SAME_TITLE = Mistake(
    "two programmes have this title", "Write its iati_identifier into the row, so that it is known which is meant."
)


@dataclass(frozen=True)
class KnownProgramme:
    """A programme of the case database. `is_described`: more is known of it than that values name it. `reference`: by
    which its publisher is known, whatever its name."""

    identifier: str | None
    publisher: str
    is_described: bool
    reference: str | None = None


@dataclass
class ProgrammeCodes:
    """The programmes that there are and those that files bring, by their codes."""

    known: dict[str, KnownProgramme]
    by_identifier: dict[str, str] = field(default_factory=dict)
    titled: dict[str, list[str]] = field(default_factory=dict)  # what a title would have as its code -> codes

    def add(self, title: str, code: str, programme: KnownProgramme) -> None:
        """Note a programme under one of its titles."""
        self.known.setdefault(code, programme)
        if programme.identifier:
            self.by_identifier[programme.identifier] = code
        codes = self.titled.setdefault(organisation_code(title), [])
        if code not in codes:
            codes.append(code)

    def identified(self, title: str, identifier: str, publisher: object) -> str:
        """Return the code of an identifier, a new one where the programme of its title is another."""
        code = self.by_identifier.get(identifier)
        if code is None:
            code = organisation_code(title)
            there = self.known.get(code)
            if there and (there.identifier or (there.is_described and not is_same(there.publisher, publisher))):
                code = f"{code[:50]}-{hashlib.blake2b(identifier.encode(), digest_size=4).hexdigest()}"
            self.known.pop(code, None)  # it has an identifier from now on
        self.add(title, code, KnownProgramme(identifier, str(publisher), False))
        return code

    def titled_so(self, title: str, publisher: object) -> str | None:
        """Return the code of a title without identifier; None where it could be one of two."""
        codes = self.titled.get(organisation_code(title), [])
        if not codes:
            codes = [organisation_code(title)]
            self.add(title, codes[0], KnownProgramme(None, str(publisher), False))
        if len(codes) > 1:
            # one without identifier can be named by its title alone, and its own publisher means that one
            nameless = [code for code in codes if not self.known[code].identifier]
            codes = [code for code in nameless if is_same(self.known[code].publisher, publisher)]
        return codes[0] if len(codes) == 1 else None


def known_programmes(connection: Connection) -> ProgrammeCodes:
    """Return the programmes of the case database."""
    table, shares = schema.programme, schema.programme_share
    with_shares = set(connection.scalars(select(shares.c.programme).distinct()))
    found = ProgrammeCodes({})
    for row in connection.execute(select(table)):
        is_described = row.code in with_shares or any(row._mapping[name] is not None for name in DESCRIBES)
        found.add(
            row.title,
            row.code,
            KnownProgramme(row.iati_identifier, row.source_publisher, is_described, row.publisher_ref),
        )
    return found


def assign_codes(connection: Connection, found: dict[str, pd.DataFrame]) -> RefusedRows:
    """Add programme_code to each frame; return the rows whose title two programmes have. Two activities of one title
    are two programmes: the second gets a code of its own."""
    codes, refused = known_programmes(connection), RefusedRows()
    frames = [(name, found[name]) for name in ORDER if name in found]
    for _, frame in frames:
        # in an order that is the same however the activities of a file stand
        for title, identifier, publisher in sorted(filter(_has_identifier, _named(frame)), key=str):
            codes.identified(title, str(identifier), publisher)
    for name, frame in frames:
        code_of: dict[tuple[str, object, object], str | None] = {}
        for title, identifier, publisher in _named(frame):
            is_known = isinstance(identifier, str)
            code = codes.by_identifier[str(identifier)] if is_known else codes.titled_so(title, publisher)
            code_of[title, identifier, publisher] = code
        keys = zip(frame["programme"], frame["iati_identifier"], frame["source_publisher"], strict=True)
        frame["programme_code"] = pd.Series([code_of.get(key) for key in keys], index=frame.index, dtype=object)
        is_lost = frame["programme_code"].isna() & frame["programme"].notna()
        refused.add(name, "programme", frame.index[is_lost], SAME_TITLE)
    return refused


def _has_identifier(named: tuple[str, object, object]) -> bool:
    return isinstance(named[1], str)


def _named(frame: pd.DataFrame) -> list[tuple[str, object, object]]:
    """The programmes that a frame names, each once: title, identifier, publisher."""
    named = frame.loc[frame["programme"].notna(), ["programme", "iati_identifier", "source_publisher"]]
    return list(dict.fromkeys(named.itertuples(index=False, name=None)))
