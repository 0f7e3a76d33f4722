"""The answer to each question that people brought, in a sentence or two with its number."""

from collections.abc import Callable

from figures.answers import help_and_law, people, published
from figures.kit import words
from figures.search.questions import QUESTIONS
from figures.views.view import View

# in the order of QUESTIONS; None where the headline of the page is the answer
ANSWERS: tuple[Callable[[View], str | None] | None, ...] = (
    help_and_law.referred,
    help_and_law.courts,
    help_and_law.brick_kilns,
    people.women,
    help_and_law.last_year,
    people.rising,
    published.whose,
    people.smuggling,
    people.through_balochistan,
    published.returns,
    published.alone,
    help_and_law.bacha_bazi,
    people.recruited,
    people.forced_labour,
    help_and_law.how_promptly,
    people.rates_of_country,
    people.more_is_worse,
    help_and_law.a_year_later,
    None,
    None,
)


ALL = ("years", "country", "place", "sex", "age", "form")
COUNTRY = ("country",)
# the choices that every number of an answer follows, in the same order; it sets the others aside, and says so
FOLLOWED: tuple[tuple[str, ...], ...] = (
    ALL,
    COUNTRY,
    COUNTRY,
    ("years", "country", "place", "age"),
    ALL,
    ALL,
    COUNTRY,
    ("years",),
    ("years",),
    (),
    (),
    COUNTRY,
    ("sex",),
    ("years", "country", "place", "sex", "age"),
    ("country", "sex", "age"),
    COUNTRY,
    ("years", "country", "sex", "age", "form"),
    ALL,
    ALL,
    ALL,
)


def answer_to(number: int, view: View) -> tuple[str, str, str]:
    """A question (its number in QUESTIONS, from 1), what answers it for these filters (nothing where the headline of
    its page does), and what of the answer is missing."""
    t, question, answer = view.t, QUESTIONS[number - 1], ANSWERS[number - 1]
    said = ""
    if answer:
        followed, asked = FOLLOWED[number - 1], [name for name, _code in question.query if name in ALL]
        about = view.about(view.filters.without(*(name for name in ALL if name not in followed)))
        said = answer(about) or t.gettext(
            "This release has no number of it: it is not published for this choice, the groups are too small, or "
            "nobody recorded them."
        )
        besides = view.filters.without(*asked)
        chosen = _chosen(view.about(besides.without(*(name for name in ALL if name not in followed))))
        left = _chosen(view.about(besides.without(*followed)))
        said = (
            words.joined(
                t.gettext("Chosen: {choices}.").format(choices=chosen) if chosen else None,
                said,
                t.gettext("This answer does not follow what else was chosen: {choices}.").format(choices=left)
                if left
                else None,
            )
            or ""
        )
    return t.gettext(question.text), said, question.said and t.gettext(question.said)


def _chosen(view: View) -> str:
    """What was chosen, in words; nothing where all years, places and people are meant."""
    t, years = view.t, view.filters.years
    said = [words.who(view.filters, t), words.span(years, t) if years and years != view.release.whole_period else None]
    return t.gettext(", ").join(one for one in said if one)
