"""Whose cases a file holds: the sources of the register, and the refusal of what is not declared."""

from typing import Any, NoReturn

from sqlalchemy import Connection, Row, select

from data_access.cases import schema
from data_access.errors import BadInput

INVENTED = "demonstration"  # its cases come from the command demo alone
HEADER = "code,name,provenance,places_are_proxies,consent_policy"
EXAMPLES = {
    False: "{code},Name that visitors may read,confidential,no,required",
    True: "{code},Counter-Trafficking Data Collaborative (CTDC),public,yes,presumed",
}
DEFAULT_CODES = {False: schema.OWN_SOURCE, True: "ctdc"}


def choose_source(connection: Connection, *, asked: str | None, said: str | None, are_proxies: bool) -> Row[Any]:
    """Return the row of the register whose cases some files hold.

    asked: the code of --source. said: the code in the files. Without either it is the only one that fits. are_proxies:
    the files are a published data set, whose places are proxies. Raises BadInput, with the line to declare, when the
    source is not declared or does not fit.
    """
    if asked and said and asked != said:
        raise BadInput("The files name another source than --source does. Nothing was loaded. Correct one of the two.")
    register = {row.code: row for row in connection.execute(select(schema.source)) if row.code != INVENTED}
    fitting = [code for code, row in register.items() if _fits(row, are_proxies)]
    code = asked or said
    if code is None and len(fitting) > 1:
        raise BadInput(
            "Say whose cases these are, because two sources may use the same keys: add --source with one of "
            f"{', '.join(sorted(fitting))}, or a column source. Nothing was loaded."
        )
    code = code or (fitting[0] if fitting else DEFAULT_CODES[are_proxies])
    if code == INVENTED:
        raise BadInput("The cases of the demonstration come from the command demo alone. Nothing was loaded.")
    if code not in register:
        refuse_undeclared(code, are_proxies)
    if code not in fitting:
        what = "a published data set whose places are proxies" if are_proxies else "case files"
        raise BadInput(
            f"The source {code} is not declared as one of {what} (provenance {register[code].provenance}, "
            f"places_are_proxies {'yes' if register[code].places_are_proxies else 'no'}). Nothing was loaded. Choose "
            "another --source, or declare one."
        )
    return register[code]


def refuse_changed(connection: Connection, chosen: Row[Any]) -> None:
    """Raise BadInput when another command declared the chosen source anew, or took it away, since it was chosen."""
    now = connection.execute(select(schema.source).where(schema.source.c.code == chosen.code)).one_or_none()
    if now != chosen:
        raise BadInput(
            f"The source {chosen.code} was declared anew while the files were read. Nothing was loaded. Import them "
            "again."
        )


def _fits(row: Row[Any], are_proxies: bool) -> bool:
    if are_proxies:
        return bool(row.places_are_proxies) and row.provenance == "public"
    return not row.places_are_proxies


def refuse_undeclared(code: str, are_proxies: bool = False) -> NoReturn:
    """Raise BadInput with the line that declares a source."""
    raise BadInput(
        f"No source {code} is declared. Nothing was loaded. Those who answer for the data declare it with a file "
        f"sources.csv of these two lines, the second corrected:\n{HEADER}\n{EXAMPLES[are_proxies].format(code=code)}\n"
        "and the command: python -m data_access import sources.csv --format sources"
    )
