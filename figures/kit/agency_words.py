"""What pages say about agencies: why a number by kind of organisation is missing, and what others may stand for."""

from data_access.release.release import Release
from locales import Translator


def no_numbers_by_kind(release: Release, dimension: str, t: Translator) -> str | None:
    """Why a release shows no number by a kind of organisation (a dimension of data_access.release.agency_kinds.KINDS);
    None where it shows some."""
    if release.kinds_shown.has(dimension):
        return None
    if release.frame("reporting").empty:
        return t.gettext(
            "Numbers by kind of organisation are shown where at least three agencies of the kind report. This release "
            "has no register of who reports, so nobody can tell whether such a number would be about one agency, and "
            "none is shown."
        )
    return t.gettext(
        "Numbers by kind of organisation are shown where at least three agencies of the kind report, and three of "
        "other kinds beside them. By the register of this release that is so of none."
    )


def caveats(release: Release, t: Translator) -> list[str]:
    """What the numbers may say about agencies."""
    said = [
        t.gettext(
            "A number may stand for people whom one agency recorded, and all numbers do where one institution "
            "publishes. Only numbers by kind of organisation are held back where fewer than three agencies of the kind "
            "report; without a register of who reports there are none."
        )
    ]
    if not release.frame("reporting").empty:
        said.append(
            t.gettext(
                "Which agencies and sites report is read from a register of them, not from people. It has numbers "
                "where at least three agencies reported and no two numbers tell one or two of them apart; agencies are "
                "counted in threes."
            )
        )
    return said
