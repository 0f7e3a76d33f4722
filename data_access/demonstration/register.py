"""The reporting register of the demonstration data: which sites were to report in which month, and which did.

It follows the people and the EFFORT of each province, never the cases: where effort is higher there are more agencies
and more sites for as many people.
"""

import numpy as np
import pandas as pd

from data_access.demonstration.organisations import CORE, ORGANISATIONS, PROVINCES, reporting_agencies, reporting_sites
from data_access.demonstration.weights import GAPS, LAST_OPENING, OPENED_LATER, REPORTS_RECEIVED, YEARS

STREAM = 1  # apart from the streams of cases, which are [seed, number of a block]
KIND = dict(zip(ORGANISATIONS["code"], ORGANISATIONS["kind"], strict=True))


def generate_register(seed: int) -> pd.DataFrame:
    """Return the register: one row a site and month, in the columns of data_access.cases.schema.reporting but the
    import run.

    Nobody is behind these keys: readable ones, the same in every database, are worth more than hashes.
    """
    rng = np.random.default_rng([seed, 0, STREAM])
    sites = _sites()
    years, months = np.array(YEARS).repeat(12), np.tile(np.arange(1, 13), len(YEARS))
    opened = np.where(
        rng.random(len(sites)) < OPENED_LATER, rng.integers(0, 12 * (LAST_OPENING + 1 - YEARS[0]), len(sites)), 0
    )
    share = np.full((len(sites), len(years)), REPORTS_RECEIVED)
    for first, last, country, left in GAPS:
        ordinal = years * 12 + months
        within = (ordinal >= first[0] * 12 + first[1]) & (ordinal <= last[0] * 12 + last[1])
        there = np.ones(len(sites), dtype=bool) if country is None else sites["place"].str[:2].eq(country).to_numpy()
        share[np.ix_(there, within)] = left
    received = rng.random(share.shape) < share
    site, month = np.nonzero(np.arange(len(years)) >= opened[:, None])
    register = sites.iloc[site].reset_index(drop=True)
    return register.assign(
        year=years[month], month=months[month], received=received[site, month], provenance="synthetic"
    )


def _sites() -> pd.DataFrame:
    """One row a site: `site`, `agency`, `agency_kind`, `place`. Each country has one hotline for all of it."""
    rows = [(f"demo-hotline-{country.lower()}", country, 1) for country in CORE]
    for province in PROVINCES:
        agencies = reporting_agencies(province)
        rows += [(agencies[site % len(agencies)], province, site + 1) for site in range(reporting_sites(province))]
    return pd.DataFrame(
        {
            "site": [f"{agency} {place} {number}" for agency, place, number in rows],
            "agency": [agency for agency, _, _ in rows],
            "agency_kind": [KIND[agency] for agency, _, _ in rows],
            "place": [place for _, place, _ in rows],
        }
    )
