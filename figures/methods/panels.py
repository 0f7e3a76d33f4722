"""The panel of the Methods page that every reader of a file asks for: how exact each table is."""

from data_access.questions import methods as questions
from figures.methods import words
from figures.views.panel import Panel, Shown
from figures.views.view import View


def headline(view: View) -> str:
    """The page's sentence."""
    return view.t.gettext("Every number is a little wrong on purpose, so that no number betrays a person")


def accuracy(view: View) -> Panel:
    """How exact each published table is."""
    t, tables = view.t, view.ask(questions.accuracy)
    return Panel(
        "accuracy",
        t.gettext("How exact is each table?"),
        tables,
        None,
        t.gettext("Accuracy of each published table"),
        t.gettext("Sums over years, places or people are more exact than their parts: they were measured too.")
        + " "
        + t.gettext("Most withheld cells are empty: no person of that kind was identified there and then."),
        table=words.accuracy_table(tables, t),
        sentence="",
    )


def shown(view: View) -> Shown:
    """The page from the top, as far as files need it."""
    release, t = view.release, view.t
    return Shown(headline(view), (*words.promise(release, t), *words.caveats(release, t)), (accuracy(view),))
