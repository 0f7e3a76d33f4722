"""The workload: every table that a release publishes, and the question each one serves.

A release answers what these marginals cover and nothing else. To let pages ask more, add a marginal here.
"""

from dataclasses import dataclass

# A coarse dimension that can be read off a finer one: every province code names one country, every band one age group.
COARSER = {
    "country": "province",
    "source_country": "source",
    "exploitation_country": "exploitation",
    "age": "age_band",
}

# Dimensions that can hold several codes for one case. A marginal has at most one group of each; summing over such a
# dimension counts a person more than once, so nothing ever does. The number is how many codes of a case are counted.
MANY_VALUED: dict[str, tuple[tuple[str, ...], int]] = {
    "form": (("form",), 2),
    "means": (("means",), 5),
    "recruitment": (("recruitment",), 2),
    "relation": (("relation",), 2),
    # the codes about which anything was recorded: the denominators of the four above
    "form_asked": (("form_asked",), 12),
    "means_asked": (("means_asked",), 22),
    "recruitment_asked": (("recruitment_asked",), 11),
    "relation_asked": (("relation_asked",), 5),
    "country_leg": (("from_country", "to_country", "leg"), 4),
    "province_leg": (("from_province", "to_province", "province_leg"), 6),
}
GROUP_OF = {dimension: group for group, (dimensions, _) in MANY_VALUED.items() for dimension in dimensions}


@dataclass(frozen=True)
class Marginal:
    """One published table: counts of people over the codes of `dimensions`."""

    dimensions: tuple[str, ...]
    question: str
    share: float = 1.0  # of the privacy budget, relative to the others

    @property
    def name(self) -> str:
        return "-".join(self.dimensions)

    @property
    def groups(self) -> frozenset[str]:
        """The many-valued groups that this marginal counts over."""
        return groups_of(self.dimensions)


def groups_of(dimensions: tuple[str, ...] | frozenset[str]) -> frozenset[str]:
    """Return the many-valued groups among `dimensions`."""
    return frozenset(GROUP_OF[dimension] for dimension in dimensions if dimension in GROUP_OF)


WORKLOAD = (
    Marginal(("year", "country", "sex", "age_band"), "Who was identified, where and when?"),
    Marginal(("year", "country", "sex", "age", "form"), "In which form were they exploited?"),
    Marginal(("year", "country", "sex", "age", "form_asked"), "Of how many people is each form known or ruled out?"),
    Marginal(("year", "country", "sex", "age", "means"), "By what means were they controlled?"),
    Marginal(("year", "country", "sex", "age", "means_asked"), "Of how many people is each means known or ruled out?"),
    Marginal(("year", "form", "means"), "Which means go with which form?"),
    Marginal(("year", "country", "recruitment"), "How were they recruited?"),
    Marginal(("year", "country", "recruitment_asked"), "Of how many people is each method known or ruled out?"),
    Marginal(("year", "country", "relation"), "By whom were they recruited?"),
    Marginal(("year", "country", "relation_asked"), "Of how many people is each relation known or ruled out?"),
    Marginal(("year", "country", "data_source"), "Who recorded the cases?"),
    Marginal(("year", "province", "sex", "age"), "In which province were they identified?"),
    Marginal(("year", "province", "form"), "Which forms are identified in which province?"),
    Marginal(("year", "source", "sex", "age"), "Where were they taken from?"),
    Marginal(("year", "source", "form"), "Which forms begin in which province?"),
    Marginal(("year", "exploitation", "sex", "age"), "Where were they exploited?"),
    Marginal(("year", "exploitation", "form"), "Which forms are exploited in which province?"),
    Marginal(
        ("year", "source_country", "exploitation_country", "sex", "age"), "From which country were they taken to which?"
    ),
    Marginal(("year", "source_country", "exploitation_country", "form"), "Which forms go from where to where?"),
    Marginal(("year", "from_country", "to_country", "leg", "sex", "age"), "Which borders were crossed, in which role?"),
    Marginal(("year", "from_country", "to_country", "leg", "form"), "Which forms follow which route?"),
    Marginal(("year", "from_province", "to_province", "province_leg"), "Between which provinces?"),
)


def with_parts(workload: tuple[Marginal, ...]) -> dict[frozenset[str], Marginal]:
    """Return the workload and every table that follows from it by summing out dimensions with one code a case.

    Keyed by the set of dimensions; the value is the smallest declared marginal that gives the table.
    """
    parts: dict[frozenset[str], Marginal] = {}
    for marginal in sorted(workload, key=lambda marginal: len(marginal.dimensions)):
        single = [dimension for dimension in marginal.dimensions if dimension not in GROUP_OF]
        many = frozenset(marginal.dimensions) - frozenset(single)
        for chosen in range(2 ** len(single)):
            kept = frozenset(dimension for bit, dimension in enumerate(single) if chosen >> bit & 1)
            parts.setdefault(kept | many, marginal)
    return parts
