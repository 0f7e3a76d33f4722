"""The workload: every table that a release publishes, the question each one serves, and its share of the budget.

A release answers what these tables cover, with any of their dimensions summed out, and nothing else. To let pages ask
more, add a table here; every table makes all others a little less accurate.
"""

from dataclasses import dataclass

from locales import N_

# A coarse dimension that can be read off a finer one: every province code names one country, every band one age group.
COARSER = {
    "country": "province",
    "source_country": "source",
    "exploitation_country": "exploitation",
    "age": "age_band",
}

# Dimensions that can hold several codes for one case, and how many codes of a case are counted. A table has each at
# most once; a sum over such a dimension would count a person more than once, so it is only ever summed with that said.
BOUNDS = {
    "form": 2,
    "means": 5,
    "service": 4,
    # the codes about which anything was recorded: the denominators of the two above
    "form_asked": 12,
    "means_asked": 22,
    "country_leg": 3,
    "province_leg": 4,
}

# An axis of a table is one dimension or, for legs and pairs, several that only mean something together.
AXES: dict[str, tuple[str, ...]] = {
    "country_leg": ("from_country", "to_country", "leg"),
    "province_leg": ("from_province", "to_province", "province_leg"),
    "pair": ("source_country", "exploitation_country"),
    # the whole way of a person: source, first and last place of transit ("none" for a way without), destination country
    "chain": ("chain_source", "first_transit", "last_transit", "chain_destination"),
}
AXIS_OF = {dimension: axis for axis, dimensions in AXES.items() for dimension in dimensions}

# Axes with so many codes that most would be empty: a first noisy count chooses the codes that a release keeps. The
# others are pooled: a province into its country, a chain into its pair of countries, anything else into `other`. The
# number is the choice's share.
CHOSEN_AXES = {
    "year": 1.0,
    "province": 2.0,
    "source": 2.0,
    "exploitation": 2.0,
    "pair": 4.0,
    "country_leg": 5.0,
    "province_leg": 12.0,
    "chain": 2.0,
}


def dimensions_of(axis: str) -> tuple[str, ...]:
    """Return the dimensions that an axis holds."""
    return AXES.get(axis, (axis,))


@dataclass(frozen=True)
class Table:
    """One published table: counts of people over the codes of its axes."""

    axes: tuple[str, ...]
    question: str
    # sets of axes that are measured on their own as well, so that sums over the others do not add up their noise,
    # with their shares of the budget relative to all others; the whole table has `share`
    share: float
    parts: tuple[tuple[tuple[str, ...], float], ...] = ()

    @property
    def name(self) -> str:
        return "-".join(self.axes)

    @property
    def groups(self) -> frozenset[str]:
        """The many-valued axes that this table counts over."""
        return frozenset(axis for axis in self.axes if axis in BOUNDS)


WORKLOAD = (
    Table(
        ("year", "country", "sex", "age"),
        N_("How many people were identified, where and when?"),
        share=11,
        parts=((("year", "country"), 6), (("year", "sex", "age"), 3), (("country", "sex", "age"), 3), (("year",), 3)),
    ),
    Table(("year", "country", "sex", "age_band"), N_("How old were they?"), share=8, parts=((("sex", "age_band"), 2),)),
    Table(
        ("year", "province", "sex", "age"),
        N_("In which province were they identified?"),
        share=10,
        parts=((("year", "province"), 5), (("province",), 4)),
    ),
    Table(
        ("year", "source", "sex", "age"),
        N_("Where were they taken from?"),
        share=9,
        parts=((("year", "source"), 5), (("source",), 4)),
    ),
    Table(
        ("year", "exploitation", "sex", "age"),
        N_("Where were they exploited?"),
        share=8,
        parts=((("year", "exploitation"), 4), (("exploitation",), 3)),
    ),
    Table(
        ("year", "pair", "sex", "age"),
        N_("From which country were they taken to which?"),
        share=8,
        parts=((("year", "pair"), 5), (("pair",), 4)),
    ),
    Table(
        ("year", "country", "sex", "age", "form"),
        N_("In which form were they exploited?"),
        share=12,
        parts=((("year", "country", "form"), 22), (("form",), 2)),
    ),
    Table(("year", "province", "form"), N_("Which forms are identified in which province?"), share=34),
    Table(("year", "source", "form"), N_("Which forms begin in which province?"), share=14),
    Table(("year", "exploitation", "form"), N_("Which forms are exploited in which province?"), share=12),
    Table(("year", "pair", "form"), N_("Which forms go from where to where?"), share=10),
    Table(("year", "country", "means"), N_("By what means were they controlled, where?"), share=14),
    Table(
        ("year", "sex", "age", "means"), N_("By what means were they controlled?"), share=11, parts=((("means",), 3),)
    ),
    Table(("form", "means"), N_("Which means go with which form?"), share=9),
    Table(
        ("year", "country_leg", "sex", "age"),
        N_("Which borders were crossed, in which role?"),
        share=14,
        parts=((("year", "country_leg"), 8), (("country_leg",), 8)),
    ),
    Table(("year", "country_leg", "form"), N_("Which forms follow which route?"), share=14),
    Table(
        ("year", "country", "sex", "age", "stage"),
        N_("How far did they come after they were identified?"),
        share=5,
        parts=((("country", "sex", "age", "stage"), 3), (("sex", "age", "stage"), 1), (("year", "stage"), 1)),
    ),
    Table(
        ("source", "sex", "age", "stage"),
        N_("How far did people from each province come?"),
        share=5,
        parts=((("source", "stage"), 3),),
    ),
    Table(("year", "form", "stage"), N_("How far did people come, by form of exploitation?"), share=4),
    Table(
        ("country", "sex", "age", "reunification_time"),
        N_("How long did the way back to the family take?"),
        share=4,
        parts=((("sex", "age", "reunification_time"), 1),),
    ),
    Table(
        ("source", "sex", "age", "reunification_time"),
        N_("How long did it take people from each province?"),
        share=5,
        parts=((("source", "reunification_time"), 2),),
    ),
    Table(
        ("year", "country", "sex", "age", "outcome"),
        N_("How were they at the last follow-up?"),
        share=4,
        parts=((("country", "sex", "age", "outcome"), 3), (("sex", "age", "outcome"), 1)),
    ),
    Table(
        ("year", "country", "sex", "age", "service"),
        N_("Which services did they receive?"),
        share=7,
        parts=((("country", "sex", "age", "service"), 5), (("sex", "age", "service"), 2)),
    ),
    Table(("year", "province", "data_source"), N_("Who recorded the cases of a province?"), share=5),
    Table(("year", "country", "lists"), N_("On which kinds of record is the same person?"), share=4),
    Table(
        ("year", "chain"),
        N_("Which way did they go, from the source to the destination?"),
        share=3,
        parts=((("chain",), 4),),
    ),
    Table(("year", "province_leg"), N_("Between which provinces?"), share=12, parts=((("province_leg",), 20),)),
)

# Data sets that record some codes of a list and not others (CTDC's flags are 1, 0 or empty, one by one) need for each
# code the number of people about whom it is known at all.
DENOMINATORS = (
    Table(("year", "country", "sex", "age", "form_asked"), N_("Of whom is each form known or ruled out?"), share=4),
    Table(("year", "country", "means_asked"), N_("Of whom is each means known or ruled out, where?"), share=2),
    Table(("year", "sex", "age", "means_asked"), N_("Of whom is each means known or ruled out?"), share=2),
)


# What only a restricted release has. It is exact, so these tables take nothing from the others, and have no share.
RESTRICTED = (
    Table(("year", "province", "sex", "age_band"), N_("How old were they, in each province?"), share=0),
    Table(("year", "province", "sex", "age", "form"), N_("Who is exploited in which form, in each province?"), share=0),
    Table(("year", "province", "means"), N_("By what means were they controlled, in each province?"), share=0),
    Table(("year", "province_leg", "sex", "age"), N_("Who went between which provinces?"), share=0),
    Table(("year", "province_leg", "form"), N_("Which forms go between which provinces?"), share=0),
)


def squared_sensitivity(axes: tuple[str, ...]) -> float:
    """How far one person can move a table over `axes`: the square of the Euclidean distance."""
    cells = 1
    for axis in axes:
        cells *= BOUNDS.get(axis, 1)
    return float(cells)
