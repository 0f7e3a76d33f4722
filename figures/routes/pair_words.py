"""What is said of pairs of a source and a destination country, and of people whose two ends are known."""

import pandas as pd

from figures.kit import words
from figures.kit.labels import NOWHERE
from figures.kit.rows import Row, published, sum_error
from locales import Translator


def routes_known(pairs: pd.DataFrame, t: Translator) -> str:
    """Of how many people both ends of the route are recorded, and how many stayed within one country: as shares only
    where nothing is withheld that they are made of."""
    rows = published(pairs)
    known = [row for row in rows if has_both_ends(row)]
    if not known:
        return t.gettext("Of nobody are both the source and the destination recorded.")
    everyone, both = (sum(int(row["count"]) for row in some) for some in (rows, known))
    within = [row for row in known if row["source_country"] == row["exploitation_country"]]
    inside = sum(int(row["count"]) for row in within)
    if len(rows) < len(pairs) or sum_error(rows) > 0:
        return t.gettext(
            "Both ends of the route may be shown of {known}; {inside} of these were trafficked within one country. "
            "More may be withheld, so no share is given."
        ).format(
            known=words.people(both, t, error=sum_error(known)),
            inside=words.people(inside, t, error=sum_error(within)),
        )
    return t.gettext(
        "Both ends of the route are recorded for {known} of {everyone}; "
        "{inside} of these were trafficked within one country."
    ).format(
        known=words.share_text(both / everyone if everyone else 0, t),
        everyone=words.people(everyone, t, error=sum_error(rows)),
        inside=words.share_text(inside / both if both else 0, t),
    )


def has_both_ends(row: Row) -> bool:
    """Are both the source and the destination of a pair known?"""
    return row["source_country"] not in NOWHERE and row["exploitation_country"] not in NOWHERE
