"""The workload: every table that a release publishes, the question each one serves, and its share of the budget.

A release answers what these tables cover, with any of their dimensions summed out, and nothing else. To let pages ask
more, add a table here; every table makes all others a little less accurate.
"""

from collections.abc import Callable, Sequence
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
    "means": 11,
    "service": 5,
    "recruitment": 2,
    "stop": 3,
    # the codes about which anything was recorded: the denominators of the two above
    "form_asked": 12,
    "means_asked": 22,
    "province_leg": 5,
}

# Lists and journeys of which a case may have more codes than are counted, and up to how many more it is told.
CLIPPED = ("form", "means", "service", "recruitment", "stop", "province_leg")
MOST_BEYOND = 4

# A number tells of at least so many agencies: with two, each could take itself away and read the other.
LEAST_AGENCIES = 3

# An axis of a table is one dimension or, for legs and ways, several that only mean something together.
AXES: dict[str, tuple[str, ...]] = {
    # the whole way of a person between countries: source, first and last country of transit ("none" where no stop is
    # recorded, or too few people made it), destination. Pairs of countries and legs between them are sums over it, so
    # that they agree with each other.
    "way": ("source_country", "first_country", "last_country", "exploitation_country"),
    "province_leg": ("from_province", "to_province", "province_leg"),
    # the whole way with the places of transit by province, and the source by province where it is large
    "chain": ("chain_source", "first_transit", "last_transit", "chain_destination"),
    # not an axis of any table: the first step of the choice of ways
    "pair": ("source_country", "exploitation_country"),
}
# Dimensions that are read off the codes of ways, each of which may have several of them or none: a sum over them would
# count a person once for each.
LEG = ("from_country", "to_country", "leg")
PASSED = ("transit_country",)
LEGS = ("source_destination", "source_transit", "transit_transit", "transit_destination", "internal")
NO_TRANSIT = "none"  # of a way from the source to the destination without a known place between
OTHER = "other"  # codes that a release pools because too few people have them
UNKNOWN = "unknown"

# Axes with so many codes that most would be empty: a first noisy count chooses the codes that a release keeps. The
# others are pooled: a province into its country, a way into the one without transit between the same countries, a chain
# into its pair of countries, anything else into `other`. The number is the choice's share.
CHOSEN_AXES = {
    "year": 1.0,
    "province": 2.0,
    "source": 2.0,
    "exploitation": 2.0,
    "pair": 4.0,
    "first_country": 0.5,
    "last_country": 0.5,
    "way": 8.0,
    "province_leg": 12.0,
    "chain": 2.0,
}


def dimensions_of(axis: str) -> tuple[str, ...]:
    """Return the dimensions that an axis holds."""
    return AXES.get(axis, (axis,))


def legs_of(way: tuple[str, ...]) -> list[tuple[str, str, str]]:
    """Return the legs of a way between countries, each as the codes of LEG: from, to and role.

    Of a way through more than two countries of transit the first and the last are kept: the leg between them stands for
    all that lies there. A way that never leaves one country is one `internal` leg. Pooled ways have no legs, and no leg
    begins or ends in an unknown country.
    """
    source, first, last, destination = way
    if first == OTHER:
        return []
    if first == NO_TRANSIT:
        steps = [(source, destination, "internal" if source == destination else "source_destination")]
    else:
        steps = [(source, first, "source_transit"), (last, destination, "transit_destination")]
        if first != last:
            steps.insert(1, (first, last, "transit_transit"))
    return [step for step in steps if UNKNOWN not in step]


def passed_on(way: tuple[str, ...]) -> list[tuple[str]]:
    """Return the known countries of transit of a way between countries, each once."""
    return [(country,) for country in dict.fromkeys(way[1:3]) if country not in (NO_TRANSIT, OTHER, UNKNOWN)]


READ_OFF_WAYS: dict[tuple[str, ...], Callable[[tuple[str, ...]], Sequence[tuple[str, ...]]]] = {
    LEG: legs_of,
    PASSED: passed_on,
}


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


WORKLOAD: tuple[Table, ...] = (
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
        ("year", "way", "sex", "age"),
        N_("From which country were they taken, through which, to which?"),
        share=12,
        parts=((("year", "way"), 8), (("way",), 7)),
    ),
    Table(
        ("year", "country", "sex", "age", "form"),
        N_("In which form were they exploited?"),
        share=12,
        parts=((("year", "country", "form"), 25), (("form",), 2)),
    ),
    Table(("year", "province", "form"), N_("Which forms are identified in which province?"), share=32),
    Table(("year", "source", "form"), N_("Which forms begin in which province?"), share=14),
    Table(("year", "exploitation", "form"), N_("Which forms are exploited in which province?"), share=12),
    Table(("year", "way", "form"), N_("Which forms go from where to where?"), share=13),
    Table(("way", "recruitment"), N_("How were people on each way recruited?"), share=2),
    Table(
        ("way", "stop"),
        N_("Which known towns and border crossings does each way touch?"),
        share=4,
        parts=((("stop",), 2),),
    ),
    Table(("year", "country", "means"), N_("By what means were they controlled, where?"), share=14),
    Table(
        ("year", "sex", "age", "means"), N_("By what means were they controlled?"), share=11, parts=((("means",), 3),)
    ),
    Table(("form", "means"), N_("Which means go with which form?"), share=9),
    Table(
        ("year", "country", "sex", "age", "stage"),
        N_("How far did they come after they were identified?"),
        share=5,
        parts=(
            (("country", "sex", "age", "stage"), 3),
            (("country", "stage"), 3),
            (("sex", "age", "stage"), 1),
            (("year", "stage"), 1),
        ),
    ),
    Table(
        ("source", "sex", "age", "stage"),
        N_("How far did people from each province come?"),
        share=5,
        parts=((("source", "stage"), 3),),
    ),
    Table(("year", "form", "stage"), N_("How far did people come, by form of exploitation?"), share=4),
    Table(("province", "stage"), N_("How far did people identified in each province come?"), share=3),
    Table(("sex", "age", "identified_by", "stage"), N_("How far did people come, by who identified them?"), share=2),
    Table(
        ("country", "sex", "age", "reunification_time"),
        N_("How long did the way back to the family take?"),
        share=4,
        parts=((("country", "reunification_time"), 2), (("sex", "age", "reunification_time"), 1)),
    ),
    Table(
        ("source", "sex", "age", "reunification_time"),
        N_("How long did it take people from each province?"),
        share=5,
        parts=((("source", "reunification_time"), 2),),
    ),
    Table(("year", "reunification_time"), N_("How long did the way back take, in each year?"), share=1),
    Table(("form", "reunification_time"), N_("How long did it take, by form of exploitation?"), share=2),
    Table(("province", "reunification_time"), N_("How long did it take, by province of identification?"), share=2),
    Table(
        ("country", "sex", "age", "referral_time"),
        N_("How long did the first referral take?"),
        share=2,
        parts=((("sex", "age", "referral_time"), 1),),
    ),
    Table(
        ("country", "sex", "age", "service_time"),
        N_("How long did the first service take?"),
        share=2,
        parts=((("sex", "age", "service_time"), 1),),
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
        parts=((("country", "sex", "age", "service"), 5), (("country", "service"), 2), (("sex", "age", "service"), 2)),
    ),
    Table(("province", "service"), N_("Which services did people identified in each province receive?"), share=2),
    Table(("year", "province", "data_source"), N_("Who recorded the cases of a province?"), share=5),
    Table(
        ("year", "country", "lists"),
        N_("On which kinds of record is the same person?"),
        share=4,
        parts=((("country", "lists"), 2), (("lists",), 1)),
    ),
    Table(
        ("year", "chain"),
        N_("Which way did they go, from the source to the destination?"),
        share=3,
        parts=((("chain",), 4),),
    ),
    Table(("year", "province_leg"), N_("Between which provinces?"), share=12, parts=((("province_leg",), 23),)),
)

# How much clipping leaves out of each list is measured too: how many people have how many codes beyond the bound.
WORKLOAD += tuple(
    Table((f"{group}_beyond",), N_("How many codes were recorded beyond those that are counted?"), share=0.5)
    for group in CLIPPED
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
