"""Where does each number come from, how is it protected, what is missing?"""

import streamlit as st

from data_access.questions import methods as method_questions
from figures.address.citation import citation
from figures.kit import sources as source_words
from figures.kit.plots import CONFIG
from figures.methods import chart as method_figures
from figures.methods import panels as methods
from figures.methods import words as method_words
from ui.kit.chosen_filters import chosen_filters
from ui.kit.filter_bar import choice_bar
from ui.kit.grid import grid
from ui.kit.page import open_page
from ui.methods import panels
from ui.shell.address import write_address
from ui.shell.share import seen_now

FIRST_PROMISES = 3  # in the first screen
FIRST_CAVEATS = 4  # of what the numbers cannot say, in the first screen

page = open_page()
release, t, _ = page.release, page.t, page.t.gettext

write_address(release, chosen_filters(), {})
choice_bar(page, ())
with page.headline:
    st.title(methods.headline(page))
promised, unsaid, cited = st.columns(3) if page.paper.width == "desktop" else [st.container() for _part in range(3)]
with promised, st.container(border=True, key="panel_promise", height="stretch"):
    st.markdown(f"## {_('What the protection promises')}")
    promises = method_words.promise(release, t)
    st.markdown("\n".join(f"- {sentence}" for sentence in promises[:FIRST_PROMISES]))
    if len(promises) > FIRST_PROMISES:
        with st.expander(_("What follows from it")):
            st.markdown("\n".join(f"- {sentence}" for sentence in promises[FIRST_PROMISES:]))
with unsaid, st.container(border=True, key="panel_caveats", height="stretch"):
    st.markdown(f"## {_('What these numbers cannot say')}")
    caveats = method_words.caveats(release, t)
    st.markdown("\n".join(f"- {sentence}" for sentence in caveats[:FIRST_CAVEATS]))
    with st.expander(_("What else they cannot say")):
        st.markdown("\n".join(f"- {sentence}" for sentence in caveats[FIRST_CAVEATS:]))
with cited, st.container(border=True, key="panel_citation", height="stretch"):
    st.markdown(f"## {_('How to cite')}")
    st.code(citation(release, seen_now("methods"), t), language=None, wrap_lines=True)
    st.caption(source_words.source_line(release, t))

tables = page.ask(method_questions.accuracy)
left, right = st.columns(2)
with left, st.container(border=True, key="panel_noise"):
    st.markdown(f"## {_('What does this noise do?')}")
    count = st.select_slider(
        _("People who are really there"), range(1, 501), 60, format_func=t.number, key="noise_count"
    )
    questions = dict(zip(tables["table"], tables["question"], strict=True))
    name = st.selectbox(
        _("In the table that answers"), list(questions), format_func=lambda name: _(questions[name]), key="noise_table"
    )
    row = tables[tables["table"] == name].iloc[0]
    noise = method_questions.noise_around(count, row["standard_error"], row["shown_from"])
    without = method_questions.noise_around(count - 1, row["standard_error"], row["shown_from"])
    said = method_words.noise_sentence(noise, count, row["standard_error"], t)
    st.plotly_chart(
        method_figures.noise_figure(noise, without, page.paper),
        key="figure_noise",
        config=CONFIG,
        alt=said,
        theme=None,
    )
    st.markdown(said)
    st.caption(_("The line is the same without one of these people: this one number hardly tells the two apart."))
    guesses = method_words.guesses(release, t)
    if guesses is not None:
        st.markdown(f"## {_('What can still be guessed about a person?')}")
        st.markdown(method_words.guess_sentence(release, t))
        st.table(guesses, hide_index=True)
        st.caption(
            _("The more releases are made of the same data, the more can be guessed: hence the limit for all of them.")
        )
with right, st.container(border=True, key="panel_manifest"):
    st.markdown(f"## {_('This release')}")
    st.table(method_words.facts(release, t), hide_index=True)
    st.markdown(f"## {_('Privacy spent so far')}")
    st.markdown(method_words.ledger_sentence(release, t))
    spent = method_words.ledger(release, t)
    if spent is not None:
        st.table(spent, hide_index=True)

exactness = methods.accuracy(page)
with st.container(border=True, key="panel_accuracy"):
    st.markdown(f"## {exactness.title}")
    grid(exactness.read(t), t, key="table_accuracy", alt=exactness.alt)
    st.caption(exactness.note)

panels.completeness_panel(page)
panels.data_quality_panels(page)
panels.open_data_panel(page)
panels.words_panel(t)

page.end("methods")
