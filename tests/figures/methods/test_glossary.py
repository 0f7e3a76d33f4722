"""The words of the dashboard and whose definitions they are."""

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from figures.methods.glossary import FORMS, LAWS, MEANS, NUMBERS, SOURCES, glossary_table, law_table, terms
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
    table = law_table(DARI)
    assert table["کشور"].tolist() == [DARI.country(code) for code in sorted(LAWS, key=DARI.country)]
    assert (table != "").all().all()


def test_words_stand_once_and_name_a_source_and_pages_that_there_are():
    names = [term.name for term in terms()]
    assert len(names) == len(set(names))
    pages = {file.stem for file, _title, _path in offered_pages()}
    assert {page for term in terms() for page in term.pages} <= pages
    assert {term.source for term in terms()} == set(SOURCES)


def test_a_page_tells_its_own_words_only():
    everything, recovery = (glossary_table(ENGLISH, page)["Term"].tolist() for page in (None, "recovery"))
    assert [name for name in everything if name in recovery] == recovery
    assert "Referral" in recovery and "Withheld" in recovery
    assert "Organ removal" not in recovery and "Transit" not in recovery


def test_the_conventions_in_the_words_are_those_that_are_used():
    (said,) = [term.said for term in NUMBERS if term.name == "Holds up"]
    assert f"{HOLDS_UP:.0%}".replace("%", " %") in said and f"{EXCESS} times" in said


def test_dari_has_the_words_of_the_protocol():
    table = glossary_table(DARI).set_index("اصطلاح")
    assert "بندگی" in table.index
    assert "بیگاری" not in table.index
