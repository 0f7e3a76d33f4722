"""What clipping left out of lists is measured with noise: nothing is said to be lost that only the noise took."""

import numpy as np
import pytest
from sqlalchemy import Engine

from data_access.publishing.manifest import lost_shares
from data_access.publishing.measurement import measure
from data_access.publishing.noise import rho_for
from data_access.release.workload import WORKLOAD, Table
from figures.kit.tables import clipping_note
from locales import translator
from tests.worlds.people import DELTA, SMALL_WORKLOAD, Person, exact_counts_of, quiet, released, small_domains

LAST = 2024
MEASURED = (*SMALL_WORKLOAD, *(table for table in WORKLOAD if table.axes == ("form_beyond",)))
ONE = Person(identified="AF-KAB", forms=("Other",))
ONE_LIST = (Table(("form",), "In which form?", share=0.5), MEASURED[-1])
DRAWS, SPREAD = 200, 0.775
THREE = Person(identified="AF-KAB", forms=("Other", "ForcedLabour", "SexualExploitation"))


@pytest.mark.slow
@pytest.mark.long
def test_where_nothing_is_clipped_nothing_is_said_to_be_lost(case_engine: Engine) -> None:
    """A thousand people of one form each: the interval is that of the noise, and no sentence stands under it."""
    counts = exact_counts_of(case_engine, [ONE] * 500 + [Person(identified="AF-KAB")] * 500, MEASURED)
    drawn, lost = 60, 0
    with small_domains():
        for _ in range(drawn):
            release = released(counts, epsilon=1.0)
            lost += release.manifest["lost"]["form"] > 0
            forms = release.counts(("form",), {})
            if not release.manifest["lost"]["form"]:
                assert forms["standard_error"].max() < 3 * forms["standard_error"].min()
                assert clipping_note(forms, release, translator("en")) is None
    assert lost <= 3  # above three standard errors by chance once in 740


def test_a_real_loss_is_measured_with_the_error_that_is_stated(sqlite_cases: Engine) -> None:
    """Within a factor of the square root of two: a stated error that is half or twice as large always fails.

    4,000 draws lay 0.775 stated errors around the truth: the error that is stated is that of what is lost, and the
    share moves by less, since what is lost is a part of what was recorded too. Each assertion fails by chance less than
    once in a million runs.
    """
    counts = exact_counts_of(sqlite_cases, [ONE] * 400 + [THREE] * 600, ONE_LIST)
    truth = 600 / (400 + 600 * 3)
    with small_domains(chosen={}):
        found = [lost_shares(measure(counts, rho_for(1.0, DELTA), LAST, quiet))["form"] for _ in range(DRAWS)]
        assert lost_shares(measure(counts, None, LAST, quiet))["form"] == pytest.approx((truth, 0))
    assert all(share for share, _ in found)  # 17 errors from nothing, where three are needed
    away = np.array([(share - truth) / error for share, error in found])
    assert SPREAD / 2**0.5 < np.std(away) < SPREAD * 2**0.5
    assert abs(np.mean(away)) < 5 * SPREAD / DRAWS**0.5
