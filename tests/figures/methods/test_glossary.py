"""The words of the dashboard and whose definitions they are."""

import pytest

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from figures.methods.glossary import FORMS, NUMBERS, SOURCES, glossary_lines, terms
from figures.methods.laws import LAWS, law_lines
from figures.methods.means import MEANS
from figures.routes.leg_words import CORE
from findings.rates import EXCESS, HOLDS_UP
from locales import translator
from ui.shell.pages import offered_pages

ENGLISH, DARI = translator("en"), translator("fa")


def test_every_form_and_means_that_can_be_recorded_is_defined():
    assert FORMS.keys() == FORM_OF_EXPLOITATION.keys() - {"Other"}
    assert MEANS.keys() == MEANS_OF_CONTROL.keys() - {"Other"}


def test_the_law_of_each_country_is_told_and_where_it_was_read():
    assert set(LAWS) == set(CORE)
    lines = law_lines(DARI).split("\n\n")
    assert [line.split("**")[1] for line in lines] == sorted(map(DARI.country, CORE))
    assert "cis-legislation.com" in law_lines(ENGLISH)


def test_words_stand_once_and_name_a_source_and_pages_that_there_are():
    names = [term.name for term in terms()]
    assert len(names) == len(set(names))
    pages = {file.stem for file, _title, _path in offered_pages()}
    assert {page for term in terms() for page in term.pages} <= pages
    assert {term.source for term in terms()} == set(SOURCES)


def test_a_page_tells_its_own_words_only():
    everything, recovery = ([term.name for term in terms(page)] for page in (None, "recovery"))
    assert [name for name in everything if name in recovery] == recovery
    assert "Referral" in recovery and "Withheld" in recovery
    assert "Means" not in recovery and "Transit" not in recovery


# what stands on a page in its titles, charts and filters, and must be told there
ON_SCREEN = {
    "overview": "Victim; Identified; Source; Destination; Forced labour; Debt bondage; Referral; Margin (±); Withheld",
    "routes": "Source; Transit; Destination; Forced labour; Cannot be told apart; Withheld",
    "hotspots": "Rate; Holds up; Identified; Source; Referral; Not searched; Withheld",
    "recovery": "Referral; Reintegration; Follow-up; Source; Forced labour; Cannot be told apart; Withheld",
    "justice": "Presumed victim; Investigation; Prosecution; Conviction; Labour inspection; Sector of work; "
    "Who recruited them; Bacha bazi; Destination; Forced labour; Exploitation; Cannot be told apart; Withheld",
    "places": "Source; Transit; Destination; Rate; Holds up; Forced labour; Debt bondage; Referral; Reintegration; "
    "Follow-up; Conviction; Sector of work; Cannot be told apart; Margin (±); Withheld",
    "programmes": "Reintegration; Victim",
    "context": "Victim; Rate; Prosecution; Conviction; Smuggling of migrants; Forced labour",
}


@pytest.mark.parametrize("page", ON_SCREEN)
def test_every_word_that_a_page_shows_is_told_on_it(page):
    assert {*ON_SCREEN[page].split("; ")} <= {term.name for term in terms(page)}


def test_a_line_holds_the_word_its_meaning_and_whose_it_is():
    (child,) = [term for term in terms() if term.name == "Child"]
    assert glossary_lines([child], ENGLISH) == (
        "**Child**: A person under 18 years of age. :small[:gray[Protocol to Prevent, Suppress and Punish Trafficking "
        "in Persons (UN, 2000), article 3]]"
    )


def test_the_conventions_in_the_words_are_those_that_are_used():
    (said,) = [term.said for term in NUMBERS if term.name == "Holds up"]
    assert f"{HOLDS_UP:.0%}".replace("%", " %") in said and f"{EXCESS} times" in said


def test_dari_has_the_words_of_the_protocol():
    said = glossary_lines(terms(), DARI)
    assert "**بندگی**" in said
    assert "بیگاری" not in said
