"""What does the region look like now, and what changed?"""

import streamlit as st

from data_access.questions import overview as questions
from figures.kit import maps, words
from figures.kit.palette import palette
from figures.kit.paper import Paper
from figures.overview import charts as figures
from figures.overview import words as overview_words
from figures.overview.place_map import place_map, place_map_words
from ui.kit.answers import ask
from ui.kit.filter_bar import filter_bar
from ui.kit.panel import page_end, panel
from ui.kit.view_choice import choose_view
from ui.shell.viewport import viewport_width
from ui.shell.visit import current_release, current_translator, theme_kind

t = current_translator()
_ = t.gettext
release = current_release()
colours, width = palette(theme_kind()), viewport_width()

headline = st.container()
QUESTIONS = {(): (), ("year",): (), ("sex", "age"): (), ("form",): ("form",), ("province",): ()}
role_of = {"identified": "province", "source": "source", "exploitation": "exploitation"}
roles = {"identified": _("Identified"), "source": _("Taken from"), "exploitation": _("Exploited")}
view = choose_view("overview_role", _("Where people were"), roles)
filters = filter_bar(release, t, QUESTIONS, others={"view": view if view != "identified" else None})
choices = words.filters_sentence(filters, release, t)

people = ask(questions.total, release, filters)
years = ask(questions.trend, release, filters)
changes = ask(questions.change, release, filters)
with headline:
    st.title(overview_words.headline(people, filters, release, t))
    st.markdown(overview_words.change_sentence(changes, t))

left, right = st.columns([3, 2])
chosen_countries = filters.country if view == "identified" else ()
with left:
    places = ask(questions.by_place, release, filters, role_of[view])
    panel(
        "places",
        {
            "identified": _("Where people were identified"),
            "source": _("Where people were taken from"),
            "exploitation": _("Where people were exploited"),
        }[view],
        places,
        lambda: place_map(places, release, Paper(t, colours, width), only=chosen_countries),
        place_map_words(places, t),
        release,
        t,
        choices=choices,
        note=overview_words.place_map_note(places, release, t, by_province=maps.has_provinces(release)),
    )
with right:
    panel(
        "trend",
        _("People identified each year"),
        years,
        lambda: figures.trend_figure(years, Paper(t, colours)),
        figures.trend_words(years, t),
        release,
        t,
        choices=choices,
        note=overview_words.years_note(years, people, filters, t),
    )
    panel(
        "change",
        overview_words.change_title(changes, t),
        changes,
        lambda: figures.change_figure(changes, Paper(t, colours)),
        figures.change_words(changes, t),
        release,
        t,
        choices=choices,
        note=_("The latest year may be incomplete: cases are recorded late. Changes of groups do not add up."),
    )

who, forms, means = st.columns(3) if width == "desktop" else [*st.columns(2), st.container()]
with who:
    ages = ask(questions.sex_and_age, release, filters)
    panel(
        "sex_and_age",
        _("Sex and age"),
        ages,
        lambda: figures.sex_and_age_figure(ages, Paper(t, colours)),
        figures.sex_and_age_words(ages, t),
        release,
        t,
        choices=choices,
    )
for column, of, title in ((forms, "form", _("Form of exploitation")), (means, "means", _("Means of control"))):
    with column:
        ranked = ask(questions.shares, release, filters, of)
        panel(
            of,
            title,
            ranked,
            lambda ranked=ranked, of=of: figures.ranked_figure(ranked, of, Paper(t, colours)),
            figures.ranked_words(ranked, of, title, t),
            release,
            t,
            choices=choices,
            note=words.joined(_("A person may be counted in several rows."), figures.ranked_note(ranked, of, t)),
        )
page_end(release, t)
