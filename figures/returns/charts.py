"""Charts of returns: pure functions from an answer to a Plotly figure."""

import pandas as pd
import plotly.graph_objects as go

from data_access.release.release import Release
from figures.kit import words
from figures.kit.labels import label
from figures.kit.paper import Paper
from figures.kit.plots import count_matrix, plot, unnumbered_cells
from figures.kit.rows import rows_of

ON_PHONE = 6  # years that a phone has room for, the newest: all are in the table


def years_figure(answer: pd.DataFrame, release: Release, paper: Paper) -> go.Figure:
    """People by crossing (rows, those with a number in some year) and year (columns).

    answer: see data_access.questions.returns.came_back_by_year.
    """
    t = paper.t
    cells = {(row["crossing"], row["year"]): row for row in rows_of(answer)}
    years = sorted({year for _crossing, year in cells})
    if paper.width == "phone":
        years = years[-ON_PHONE:]
    numbers = {cell: int(row["count"]) for cell, row in cells.items() if row["state"] == "count"}
    shown = [
        code for code in dict.fromkeys(code for code, _year in cells) if any((code, year) in numbers for year in years)
    ]
    counts = [[numbers.get((code, year)) for year in years] for code in shown]
    trace, layout = count_matrix(
        counts, paper, height=90 + 32 * max(len(shown), 2), xaxis={"type": "category"}, yaxis={}
    )
    trace |= {
        "x": [t.year(int(year)) for year in years],
        "y": [label("crossing", code, t) for code in shown],
        "text": [
            [words.row_number(cells[code, year], t) if (code, year) in numbers else "" for year in years]
            for code in shown
        ],
        "hovertext": [
            [
                f"<b>{label('crossing', code, t)}, {t.year(int(year))}</b><br>{words.row_people(cells[code, year], t)}"
                for year in years
            ]
            for code in shown
        ],
    }
    return plot([trace, unnumbered_cells(counts, trace["x"], trace["y"], paper, release.absent)], layout)
