"""The workload: every table that a release publishes, the question each one serves, and how exact it must be.

A release answers what these tables cover, with any of their dimensions summed out, and nothing else. To let pages ask
more, add a table here and plan the budget anew (`python -m data_access.publishing.plan_budget`); every table makes all
others a little less accurate.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from data_access.codes.of_release import NO_TRANSIT, OTHER, UNKNOWN
from data_access.release.planned_shares import SHARES
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
    "means": 7,
    "service": 5,
    "recruitment": 2,
    "stop": 4,
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
TRANSIT_COUNTRY = "transit_country"
LEGS = ("source_destination", "source_transit", "transit_transit", "transit_destination", "internal")

# Axes with so many codes that most would be empty: a first noisy count chooses the codes that a release keeps. The
# others are pooled: a province into its country, a way into the one without transit between the same countries, a chain
# into its pair of countries, anything else into `other`. The number is the people from whom on a code is to be kept.
KEPT_PEOPLE = {
    "year": 75,
    "province": 54,
    "source": 54,
    "exploitation": 54,
    "pair": 40,
    "first_country": 108,
    "last_country": 108,
    "way": 30,
    "province_leg": 60,
    "chain": 54,
    "court": 80,
    "citizenship": 108,
}
# their shares of the budget
CHOSEN_AXES = {axis: SHARES.get(f"choice of {axis}", 0.0) for axis in KEPT_PEOPLE}


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
    (TRANSIT_COUNTRY,): passed_on,
}


# How exact a table must be: a cell of so many people is to be shown, with a median error of so many per cent.
Target = tuple[int, float]


@dataclass(frozen=True)
class Table:
    """One published table: counts of people over the codes of its axes."""

    axes: tuple[str, ...]
    question: str
    # sets of axes that are measured on their own as well, so that sums over the others do not add up their noise,
    # with their shares of the budget relative to all others; the whole table has `share`
    share: float
    parts: tuple[tuple[tuple[str, ...], float], ...] = ()
    # what the shares were planned for: of the whole table and of sums over some of its axes
    targets: tuple[tuple[tuple[str, ...], Target], ...] = ()

    @property
    def name(self) -> str:
        return "-".join(self.axes)

    @property
    def groups(self) -> frozenset[str]:
        """The many-valued axes that this table counts over."""
        return frozenset(axis for axis in self.axes if axis in BOUNDS)


def _planned(
    axes: tuple[str, ...], question: str, target: Target, parts: Mapping[tuple[str, ...], Target] | None = None
) -> Table:
    """A table with the shares that were planned for its targets; a part that needs none is not measured."""
    wanted = parts or {}
    shares = ((part, SHARES.get("-".join(part), 0.0)) for part in wanted)
    return Table(
        axes,
        question,
        share=SHARES.get("-".join(axes), 0.0),
        parts=tuple((part, share) for part, share in shares if share),
        targets=((axes, target), *wanted.items()),
    )


# Targets keep the median error of the cells of 100 to 499 people of a table within 5 %, and of those of 500 or more
# within 1.5 %, in 60,000 demonstration cases, with a hundredth or two to spare: whichever asks for more is written.
WORKLOAD: tuple[Table, ...] = (
    _planned(
        ("year", "country", "sex", "age"),
        N_("How many people were identified, where and when?"),
        (590, 1.5),
        {
            ("year", "country"): (185, 5),
            ("year", "sex", "age"): (140, 5),
            ("country", "sex", "age"): (231, 5),
            ("year",): (1000, 1.5),
            ("country",): (200, 5),
        },
    ),
    _planned(
        ("year", "country", "sex", "age_band"), N_("How old were they?"), (196, 5), {("sex", "age_band"): (202, 5)}
    ),
    _planned(
        ("year", "province", "sex", "age"),
        N_("In which province were they identified?"),
        (138, 5),
        {("year", "province"): (538, 1.5), ("province",): (219, 5)},
    ),
    _planned(
        ("year", "source", "sex", "age"),
        N_("Where were they taken from?"),
        (142, 5),
        {("year", "source"): (607, 1.5), ("source",): (263, 5)},
    ),
    _planned(("exploitation", "sex", "age"), N_("Where were they exploited?"), (224, 5), {("exploitation",): (173, 5)}),
    _planned(("year", "exploitation"), N_("Where were they exploited, in each year?"), (500, 1.5)),
    _planned(
        ("year", "way", "sex", "age"),
        N_("From which country were they taken, through which, to which?"),
        (580, 1.5),
        {("year", "way"): (133, 5), ("way",): (210, 5)},
    ),
    _planned(
        ("year", "country", "sex", "age", "form"),
        N_("In which form were they exploited?"),
        (515, 1.5),
        {("year", "country", "form"): (195, 5), ("form",): (1500, 1.5)},
    ),
    # a map of a form is drawn from this table, and most of its cells are small
    _planned(("year", "province", "form"), N_("Which forms are identified in which province?"), (30, 17.8)),
    _planned(("year", "source", "form"), N_("Which forms begin in which province?"), (156, 5)),
    _planned(("exploitation", "form"), N_("Which forms are exploited in which province?"), (205, 5)),
    _planned(("year", "way", "form"), N_("Which forms go from where to where?"), (173, 5)),
    _planned(
        ("way", "stop"),
        N_("Which known towns and border crossings does each way touch?"),
        (619, 1.5),
        {("stop",): (1191, 1.5)},
    ),
    _planned(("year", "country", "means"), N_("By what means were they controlled, where?"), (592, 1.5)),
    _planned(("sex", "age", "means"), N_("By what means were they controlled?"), (232, 5), {("means",): (3000, 1.5)}),
    _planned(("form", "means"), N_("Which means go with which form?"), (262, 5)),
    _planned(
        ("year", "country", "sex", "age", "stage"),
        N_("How far did they come after they were identified?"),
        (520, 1.5),
        {
            ("country", "sex", "age", "stage"): (196, 5),
            ("country", "stage"): (205, 5),
            ("sex", "age", "stage"): (306, 5),
            ("year", "stage"): (200, 5),
        },
    ),
    _planned(
        ("source", "sex", "age", "stage"),
        N_("How far did people from each province come?"),
        (180, 5),
        {("source", "stage"): (192, 5)},
    ),
    _planned(("year", "form", "stage"), N_("How far did people come, by form of exploitation?"), (187, 5)),
    _planned(("province", "stage"), N_("How far did people identified in each province come?"), (184, 5)),
    _planned(
        ("sex", "age", "identified_by", "stage"), N_("How far did people come, by who identified them?"), (200, 5)
    ),
    _planned(
        ("country", "sex", "age", "reunification_time"),
        N_("How long did the way back to the family take?"),
        (224, 5),
        {("country", "reunification_time"): (189, 5), ("sex", "age", "reunification_time"): (247, 5)},
    ),
    _planned(
        ("source", "sex", "age", "reunification_time"),
        N_("How long did it take people from each province?"),
        (188, 5),
        {("source", "reunification_time"): (206, 5)},
    ),
    _planned(
        ("country", "sex", "age", "referral_time"),
        N_("How long did the first referral take?"),
        (205, 5),
        {("sex", "age", "referral_time"): (255, 5)},
    ),
    _planned(
        ("country", "sex", "age", "service_time"),
        N_("How long did the first service take?"),
        (200, 5),
        {("sex", "age", "service_time"): (258, 5)},
    ),
    _planned(
        ("year", "country", "sex", "age", "outcome"),
        N_("How were they at the last follow-up?"),
        (612, 1.5),
        {("country", "sex", "age", "outcome"): (219, 5), ("sex", "age", "outcome"): (309, 5)},
    ),
    _planned(
        ("country", "sex", "age", "service"),
        N_("Which services did they receive?"),
        (201, 5),
        {("country", "service"): (202, 5), ("sex", "age", "service"): (181, 5)},
    ),
    _planned(("year", "province", "data_source"), N_("Who recorded the cases of a province?"), (130, 5)),
    _planned(
        ("year", "country", "lists"),
        N_("On which kinds of record is the same person?"),
        (602, 1.5),
        {("country", "lists"): (211, 5), ("lists",): (1053, 1.5)},
    ),
    _planned(
        ("year", "chain"),
        N_("Which way did they go, from the source to the destination?"),
        (220, 5),
        {("chain",): (531, 1.5)},
    ),
    _planned(("province_leg",), N_("Between which provinces?"), (190, 5)),
    # Of these nine in ten cells of 100 people or more are to be shown (benchmarks/judged_tables.py): they answer
    # questions that nothing else does, coarsely.
    _planned(
        ("year", "country", "justice"),
        N_("How far did proceedings come, and how did they end?"),
        (215, 5),
        {("country", "justice"): (250, 5), ("year", "justice"): (270, 5), ("justice",): (400, 5)},
    ),
    _planned(("court", "justice"), N_("In which province were there proceedings, and how did they end?"), (250, 5)),
    _planned(("form", "justice"), N_("How far did proceedings come, by form of exploitation?"), (350, 5)),
    _planned(("sex", "age", "justice"), N_("Of whose cases were there proceedings?"), (330, 5)),
    _planned(("country", "inspection"), N_("What did labour inspection find?"), (340, 5), {("inspection",): (340, 5)}),
    _planned(
        ("country", "sex", "age", "sector"),
        N_("In which work were they exploited?"),
        (325, 5),
        {("country", "sector"): (300, 5)},
    ),
    _planned(("exploitation", "sector"), N_("In which work are people exploited in which province?"), (325, 5)),
    _planned(("sector", "inspection"), N_("In which work did labour inspection find what?"), (250, 5)),
    _planned(("form", "relation"), N_("Who recruited people into which form?"), (350, 5)),
    _planned(
        ("source", "sex", "age", "relation"),
        N_("Who recruited them, where?"),
        (325, 5),
        {("sex", "age", "relation"): (340, 5)},
    ),
    _planned(("country", "sex", "age", "sexual_type"), N_("In which kind of sexual exploitation?"), (325, 5)),
    _planned(("country", "citizenship"), N_("Of which citizenship were those identified in a country?"), (340, 5)),
    _planned(("year", "crossing"), N_("Over which crossing did people come back, in each year?"), (400, 5)),
    _planned(("crossing", "returned"), N_("Who came back over which crossing, by force or not?"), (450, 5)),
    _planned(("crossing", "company"), N_("Which children were alone, at each crossing?"), (450, 5)),
    _planned(("year", "smuggled"), N_("Whose trafficking is presumed, and who was smuggled as well?"), (500, 5)),
    _planned(("judgement_time",), N_("How long did it take from an investigation to a judgement?"), (600, 5)),
)

# How much clipping leaves out of each list is measured too: how many people have how many codes beyond the bound.
WORKLOAD += tuple(
    Table((f"{group}_beyond",), N_("How many codes were recorded beyond those that are counted?"), share=0.5)
    for group in CLIPPED
)

# Data sets that record some codes of a list and not others (CTDC's flags are 1, 0 or empty, one by one) need for each
# code the number of people about whom it is known at all.
DENOMINATORS = (
    _planned(
        ("year", "country", "sex", "age", "form_asked"), N_("Of whom is each form known or ruled out?"), (2000, 1.5)
    ),
    _planned(("year", "country", "means_asked"), N_("Of whom is each means known or ruled out, where?"), (2000, 1.5)),
    _planned(("year", "sex", "age", "means_asked"), N_("Of whom is each means known or ruled out?"), (2000, 1.5)),
)


def squared_sensitivity(axes: tuple[str, ...]) -> float:
    """How far one person can move a table over `axes`: the square of the Euclidean distance."""
    cells = 1
    for axis in axes:
        cells *= BOUNDS.get(axis, 1)
    return float(cells)
