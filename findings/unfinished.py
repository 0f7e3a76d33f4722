"""Which of the chosen years are not over, or may still have cases coming in; and who may come further still."""

from datetime import date, timedelta

from data_access.codes.of_release import STAGES
from data_access.questions.recovery import FOLLOW_UP_DAYS
from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.change import WHOLE_AFTER, whole_years


def unfinished_years(release: Release, filters: Filters) -> tuple[int, int] | None:
    """The first and the last of the chosen years that may not be whole yet; None where all are, or none is known."""
    chosen, whole = filters.years or release.years, whole_years(release, filters)
    if chosen is None or (whole and whole[1] >= chosen[1]):
        return None
    return (whole[1] + 1 if whole else chosen[0], chosen[1])


def open_stages(release: Release, filters: Filters) -> frozenset[str]:
    """The steps after identification that people of the chosen years may still come to.

    All of them in years that may not be whole yet. A follow-up comes so long after the return, which may be as late as
    a year is not whole yet: of people of 2024, data until the end of 2025 do not hold every follow-up."""
    chosen = filters.years or release.years
    if chosen is None:
        return frozenset()
    if unfinished_years(release, filters):
        return frozenset(STAGES[1:])
    until = date.fromisoformat(release.manifest["data_until"][:10])
    returned = date(chosen[1] + WHOLE_AFTER, 12, 31)
    return frozenset(stage for stage, days in FOLLOW_UP_DAYS.items() if returned + timedelta(days=days) > until)
