"""Who the people are, from where, and whether there are more of them."""

from data_access.questions import justice, overview, returns, routes
from data_access.release.filters import Filters
from figures.answers import parts
from figures.answers import published as of_others
from figures.context import victim_rates as rate_words
from figures.hotspots.panels import Rates
from figures.hotspots.views import HotspotView
from figures.justice.panels import with_shares
from figures.kit import words
from figures.kit.rows import published, rows_of
from figures.overview import words as overview_words
from figures.views.view import View, is_published
from findings import change
from findings.comparison import compared
from findings.key_shares import key_shares, listed_shares
from findings.rates import of_areas
from findings.sides import of_place
from findings.victim_rates import ALL, victim_rates
from locales import N_

FORMS = ("ForcedLabour", "SexualExploitation")
BALOCHISTAN, TAFTAN = "PK-BA", "Taftan"
DEPORTED = "Pakistanis deported from Iran"  # the title of published figures
SHARES = {
    "within_country": N_("Stayed within one country"),
    "women_and_girls": N_("Women and girls"),
    "children": N_("Children (under 18)"),
}


def women(view: View) -> str | None:
    """What share are women, and for what purpose?"""
    t = view.t
    everybody = view.about(view.filters.without("sex"))
    share = parts.share(parts.find(everybody.ask(key_shares), "what", "women_and_girls"), t)
    women = view.about(view.filters.with_choice(sex=("female",)))
    forms = parts.largest(women.ask(listed_shares, "form"), "form", t)
    if not share:
        return None
    return words.joined(
        t.gettext("Women and girls are {share} of the people identified.").format(share=share),
        t.gettext("The largest groups of those whose form is recorded: {forms}.").format(forms=forms)
        if forms
        else None,
    )


def rising(view: View) -> str | None:
    """Is it rising; within the country or across borders; women and children?"""
    t, shares = view.t, view.ask(key_shares)
    said = {code: parts.share(parts.find(shares, "what", code), t) for code in SHARES}
    named = [
        t.gettext("{name}: {number}").format(name=t.gettext(SHARES[code]), number=value)
        for code, value in said.items()
        if value
    ]
    trend = overview_words.trend_sentences(view.ask(change.group_trends), view.filters, t)
    return words.joined(trend, t.gettext("{numbers}.").format(numbers=t.gettext("; ").join(named)) if named else None)


def smuggling(view: View) -> str | None:
    """Is this trafficking, or smuggling?"""
    t = view.t
    people = words.row_people(rows_of(view.ask(overview.total))[0], t)
    both = parts.largest(with_shares(view.ask(returns.smuggled), of_areas(view.release)), "smuggled", t)
    return words.joined(
        t.gettext(
            "Trafficking: these {people} were exploited, or recruited, moved or held for it. Smuggling is to get "
            "somebody across a border without permission, for money: a crime against a state."
        ).format(people=people),
        t.gettext("Smuggled as well, of those of whom it is recorded: {list}.").format(list=both) if both else None,
    )


def through_balochistan(view: View) -> str | None:
    """Who comes through Taftan, from where, how many women and children?"""
    t = view.t
    back, alone = (
        parts.people_of(view.ask(question), "crossing", "TaftanMirjaveh", t)
        for question in (returns.came_back, returns.children_alone)
    )
    return words.joined(
        _ways_through(view.about(of_place(view.filters.without("sex", "age", "form"), BALOCHISTAN))),
        t.gettext("Found on the way back over Taftan, all years: {people}; children who were alone: {alone}.").format(
            people=back, alone=alone
        )
        if back and alone
        else None,
        of_others.newest(view.about(Filters()), (DEPORTED,), TAFTAN),
    )


def _ways_through(view: View) -> str | None:
    t, roles = view.t, view.ask(compared, "roles", None)
    row = parts.find(roles, "code", "transit") if is_published(roles) else None
    if row is None or row["one"] != row["one"]:
        return None
    legs = published(view.ask(routes.arrows, "province", "through"))
    ways = [
        t.gettext("{start} to {end}").format(
            **{name: parts.name_of("place", leg[f"{at}_place"], t) for name, at in (("start", "from"), ("end", "to"))}
        )
        + f" {parts.number(leg, t)}"
        for leg in legs[: parts.MOST]
    ]
    order = parts.in_order(legs, len(ways), t)
    return words.joined(
        t.gettext("{people} were taken through Balochistan, {years}.").format(
            people=words.people(row["one"], t, error=row["one_error"]), years=view.when
        ),
        t.gettext("The largest ways: {ways}.").format(ways=t.gettext("; ").join(ways)) if ways else None,
        t.gettext("{numbers}.").format(numbers=order) if order else None,
        t.gettext("How many of them are women or children is not published by way."),
    )


def recruited(view: View) -> str | None:
    """Where are children recruited, and by whom?"""
    t, view = view.t, view.about(view.filters.with_choice(age=("child",)))
    by_whom = parts.largest(view.ask(justice.recruiters), "relation", t)
    where = parts.largest(view.ask(overview.by_place, "source"), "place", t)
    return words.joined(
        t.gettext("Children, by who recruited them, all years and countries: {list}.").format(list=by_whom)
        if by_whom
        else None,
        t.gettext("The places from which the largest numbers were taken: {list}.").format(list=where)
        if where
        else None,
    )


def forced_labour(view: View) -> str | None:
    """Are victims of forced labour found, or only of sexual exploitation?"""
    forms = view.about(view.filters.without("form")).ask(listed_shares, "form")
    listed = parts.largest(forms, "form", view.t, among=FORMS)
    return listed and view.t.gettext(
        "People found in each, and their share of those of whom it is recorded: {list}."
    ).format(list=listed)


def rates_of_country(view: View) -> str | None:
    """What is SDG indicator 16.2.2 for my country, by sex, age and form?"""
    t, rates = view.t, view.ask(victim_rates)
    rows = [row for row in rate_words.shown_rows(rates) if row["form"] == ALL] if "rate" in rates else []
    country = next(
        (row["country"] for row in rows if not view.filters.country or row["country"] in view.filters.country), ""
    )
    said = [
        t.gettext("{name}: {rate} ({lower} to {upper})").format(
            name=rate_words.group_name(row, t),
            **{name: rate_words.rate_number(row[name], t) for name in ("rate", "lower", "upper")},
        )
        for row in rows
        if row["country"] == country and ALL in (row["sex"], row["age"]) and row["age"] in (ALL, "child", "adult")
    ]
    if not said:
        return None
    # two sentences: five rates with their limits are too many for one
    listed = ". ".join(t.gettext("; ").join(part) for part in (said[:3], said[3:]) if part)
    return t.gettext(
        "{country} in {year}, people identified per 100,000: {list}. By form: in the figure below."
    ).format(country=t.country(country), year=t.year(rates.attrs["year"]), list=listed)


def more_is_worse(view: View) -> str | None:
    """Do more recorded victims mean that it is worse?"""
    t, shown = view.t, Rates(view, HotspotView())
    if not shown.is_covered:
        return None
    verdicts = [row["verdict"] for row in rows_of(shown.rates) if row["verdict"]]
    if not verdicts:
        return None
    return t.gettext(
        "Not by itself. Of {areas} areas with a rate {up} are high, and what is known of who looks does not explain "
        "it; in {effort} it may; in {unknown} it is not known; {rest} are not high or cannot be told."
    ).format(
        areas=t.number(len(verdicts)), up=t.number(verdicts.count("holds_up")),
        effort=t.number(verdicts.count("effort")), unknown=t.number(verdicts.count("effort_unknown")),
        rest=t.number(verdicts.count("unclear") + verdicts.count("not_high")),
    )  # fmt: skip
