"""Every table of a release over the whole workload, as it is answered: codes, counts, errors, states, all of them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from data_access.release.filters import Filters
from data_access.release.release import NotPublished, Release, answer_frame, is_uncertain
from data_access.release.workload import DENOMINATORS, READ_OFF_WAYS, WORKLOAD, dimensions_of
from tests.held import frame_lines, hold_in, written
from tests.worlds.full_release import full_counts, full_measured, full_release

pytestmark = pytest.mark.slow
RESULTS = Path(__file__).parent / "results"
CHOICES = (
    Filters(years=(2023, 2024)),
    Filters(country=("AF",), sex=("female",)),
    Filters(country=("AF", "PK"), age=("child", "unknown"), years=(2022, 2024)),
    Filters(place="AF-HER"),
    Filters(place="AF-KAB", place_role="source", form="Other"),
    Filters(form="ForcedMarriage", years=(2025, 2025)),
)


@pytest.fixture(scope="module")
def release() -> Release:
    return full_release(full_measured(full_counts()))


def test_every_table_and_what_is_read_off_it(release: Release) -> None:
    def lines() -> Iterator[str]:
        for table in (*WORKLOAD, *DENOMINATORS):
            wanted = [axes for axes, _ in table.targets] or [table.axes]
            for axes in wanted:
                by = tuple(name for axis in axes for name in dimensions_of(axis))
                yield f"==== {', '.join(by)}"
                yield from frame_lines(release.counts(by, {}), most=5)
        for by in (
            *READ_OFF_WAYS,
            ("source_country",),
            ("age",),
            ("country", "age_band"),
            (),
            ("year", "from_country"),
        ):
            yield f"==== {', '.join(by)}"
            yield from frame_lines(release.counts(by, {}))

    hold_in(RESULTS, "tables", lines())


def test_every_choice(release: Release) -> None:
    asked = ((), ("year",), ("country",), ("sex", "age"), ("province",), ("form",), ("source_country",), ("leg",))
    asked += (("stage",), ("means",), ("age_band",), ("exploitation",), ("province_leg",), ("justice", "court"))

    def lines() -> Iterator[str]:
        for where in CHOICES:
            for by in asked:
                yield f"==== {', '.join(by)} of {written(where.where())}"
                try:
                    answer = release.counts(by, where)
                except NotPublished as refused:
                    yield f"{type(refused).__name__}: {refused} {release.covers(by, where)}"
                    continue
                yield from frame_lines(answer, most=5)
                errors = answer["standard_error"].to_numpy()
                yield f"shown from {written([*map(float, release.shown_from(by, where, errors)[:5])])}"
                yield f"uncertain {is_uncertain(answer['count'].fillna(0), answer['standard_error']).sum()}"
                assert answer_frame(by, release.rows(by, where)).equals(answer)

    hold_in(RESULTS, "choices", lines())


def test_what_a_release_says_of_itself(release: Release) -> None:
    names = [name for axis in release.manifest["axes"].values() for name in axis["dimensions"]]
    names += ["country", "source_country", "age", "leg", "transit_country", "nothing_such"]

    def lines() -> Iterator[str]:
        said = {name: getattr(release, name) for name in ("years", "named_years", "whole_period", "is_exact")}
        yield written({**said, "least_shown": release.least_shown, "absent": release.absent})
        yield written({name: release.lost(name) for name in ("form", "means", "recruitment", "nothing_such")})
        for name in dict.fromkeys(names):
            yield f"{name}: {written(release.codes(name))} {written(release.published_codes(name))}"
        yield written(sorted(release.named(("source_country", "exploitation_country"))))

    hold_in(RESULTS, "itself", lines())
    identity = release.identity
    assert identity == (release.manifest["content_hash"], release.id, None) and release.frame("population").empty
    assert np.isclose(release.shown_from((), {}, 0.0), release.manifest["least_count"])
