"""What does the region look like now, and what changed?"""

from functools import partial

import streamlit as st

from data_access.questions import overview as questions
from figures.kit import maps, trend_words, words
from figures.overview import change_chart
from figures.overview import charts as figures
from figures.overview import words as overview_words
from figures.overview.place_map import place_map, place_map_words
from findings import change
from findings.key_shares import key_shares
from ui.kit.beside import comparison_panels
from ui.kit.filter_bar import filter_bar
from ui.kit.page import open_page
from ui.kit.view_choice import choose, chosen, start_from_address

page = open_page()
release, paper, t, _ = page.release, page.paper, page.t, page.t.gettext

QUESTIONS = {(): (), ("year",): (), ("sex", "age"): (), ("form",): ("form",), ("province",): ()}
role_of: dict[str, questions.Place] = {"identified": "province", "source": "source", "exploitation": "exploitation"}
roles = {"identified": _("Identified"), "source": _("Taken from"), "exploitation": _("Exploited")}
start_from_address("overview_role", roles)
view = chosen("overview_role", roles)
page = filter_bar(page, QUESTIONS, view=view if view != "identified" else None, compares=True)

people = page.ask(questions.total)
years = page.ask(questions.trend)
changes = page.ask(change.year_changes)
trends = page.ask(change.group_trends)
whole = change.whole_years(release, page.filters)
with page.headline:
    st.title(overview_words.headline(people, page.filters, release, t))
    st.markdown(
        words.joined(
            overview_words.trend_sentences(trends, page.filters, t), overview_words.change_sentence(changes, t)
        )
    )

comparison_panels(page, "roles", "who", "form")


def shares_of_people() -> None:
    """The four shares that say who these people are."""
    shares = overview_words.key_share_words(page.ask(key_shares), t)
    with st.container(horizontal=True, gap="small", key="key_shares"):
        for share, margin, about in shares:
            st.markdown(f"**{share}** :gray[:small[{margin}]]  \n{about}" if margin else f"**{share}**  \n{about}")


if paper.width != "phone":  # where the map comes first
    shares_of_people()
left, right = st.columns(2)  # the whole map is in the first screen
place_filter = (page.filters.place,) if page.filters.place else page.filters.country
only = place_filter if view == "identified" else ()
with left:
    places = page.ask(questions.by_place, role_of[view])
    page.panel(
        "places",
        {
            "identified": _("Where people were identified"),
            "source": _("Where people were taken from"),
            "exploitation": _("Where people were exploited"),
        }[view],
        places,
        lambda: place_map(places, release, paper, only=only),
        place_map_words(places, t),
        overview_words.place_map_note(places, release, t, by_province=maps.has_provinces(release)),
        switches=lambda: choose("overview_role", _("Where people were"), roles, is_beside_title=True),
    )
    if paper.width == "phone":
        shares_of_people()
with right:
    page.panel(
        "trend",
        _("People identified each year"),
        years,
        lambda: figures.trend_figure(years, paper, whole),
        figures.trend_words(years, t),
        words.joined(
            overview_words.years_note(years, people, page.filters, release, t),
            trend_words.unfinished_sentence((page.filters.years or release.years or (0, 0))[1], whole, t),
        ),
    )
    page.panel(
        "change",
        overview_words.change_title(changes, t),
        changes,
        lambda: change_chart.change_figure(changes, paper),
        change_chart.change_words(changes, t),
        overview_words.change_note(changes, trends, page.filters, release, t),
    )

who, forms, means = st.columns(3) if paper.width == "desktop" else [*st.columns(2), st.container()]
with who:
    ages = page.ask(questions.sex_and_age)
    page.panel(
        "sex_and_age",
        _("Sex and age"),
        ages,
        lambda: figures.sex_and_age_figure(ages, paper),
        figures.sex_and_age_words(ages, t),
    )
for column, of, title in ((forms, "form", _("Form of exploitation")), (means, "means", _("Means of control"))):
    with column:
        ranked = page.ask(questions.shares, of)
        page.panel(
            of,
            title,
            ranked,
            partial(figures.ranked_figure, ranked, of, paper),
            figures.ranked_words(ranked, of, title, t),
            words.joined(_("A person may be counted in several rows."), figures.ranked_note(ranked, of, t)),
        )
page.end("overview")
