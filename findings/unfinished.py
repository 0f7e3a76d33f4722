"""Which of the chosen years are not over, or may still have cases coming in."""

from data_access.release.filters import Filters
from data_access.release.release import Release
from findings.change import whole_years


def unfinished_years(release: Release, filters: Filters) -> tuple[int, int] | None:
    """The first and the last of the chosen years that may not be whole yet; None where all are, or none is known."""
    chosen, whole = filters.years or release.years, whole_years(release, filters)
    if chosen is None or (whole and whole[1] >= chosen[1]):
        return None
    return (whole[1] + 1 if whole else chosen[0], chosen[1])
