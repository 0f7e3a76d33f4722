"""What is said of pairs of a source and a destination country, and of people whose two ends are known."""

import pandas as pd

from figures.kit import words
from figures.kit.labels import NOWHERE
from figures.kit.rows import Row, published, sum_error
from locales import Translator


def routes_known(pairs: pd.DataFrame, within: Row | None, t: Translator) -> str | None:
    """How many stayed within one country, of those of whom both ends of the route are known; None where no release
    says it. pairs: see data_access.questions.overview.origins_and_destinations. within: the share of it that may be
    said (findings.key_shares), the same as on the Overview."""
    if not pairs.attrs.get("is_published", True):
        return None
    known = [row for row in published(pairs) if has_both_ends(row)]
    if not known:
        return t.gettext("Of nobody may both the source and the destination be shown.")
    if within is not None and within["state"] != "withheld":
        share = words.row_share(within, t)
        return t.gettext(
            "Of {known}, whose source and destination are both known, {share} stayed within one country."
        ).format(
            known=words.people(int(within["of"]), t),
            share=t.gettext("at least {share}").format(share=share) if within["state"] == "least" else share,
        )
    inside = [row for row in known if row["source_country"] == row["exploitation_country"]]
    if not inside:
        return t.gettext(
            "Both ends of the route may be shown of {known}. How many were trafficked within one country is withheld: "
            "too few to show, or nobody."
        ).format(known=words.people(sum(int(row["count"]) for row in known), t, error=sum_error(known)))
    return t.gettext(
        "Both ends of the route may be shown of {known}; {inside} of these were trafficked within one country. "
        "More may be withheld, so no share is given."
    ).format(
        known=words.people(sum(int(row["count"]) for row in known), t, error=sum_error(known)),
        inside=words.people(sum(int(row["count"]) for row in inside), t, error=sum_error(inside)),
    )


def has_both_ends(row: Row) -> bool:
    """Are both the source and the destination of a pair known?"""
    return row["source_country"] not in NOWHERE and row["exploitation_country"] not in NOWHERE
