"""The answer to each question that people brought, in a sentence or two with its number."""

from collections.abc import Callable

from figures.answers import help_and_law, people, published
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


def answer_to(number: int, view: View) -> tuple[str, str, str]:
    """A question (its number in QUESTIONS, from 1), what answers it for these filters (nothing where the headline of
    its page does), and what of the answer is missing."""
    t, question, answer = view.t, QUESTIONS[number - 1], ANSWERS[number - 1]
    said = ""
    if answer:
        said = answer(view) or t.gettext(
            "This release has no number of it: the groups are too small to publish, or nobody recorded them."
        )
    return t.gettext(question.text), said, question.said and t.gettext(question.said)
