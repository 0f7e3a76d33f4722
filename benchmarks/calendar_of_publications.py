"""How many publications fit within the cap, for how many years, and what can then be guessed about a person.

    python -m benchmarks.calendar_of_publications

Prints the table of docs/protection.md.
"""

from data_access.publishing.ledger import CAP_DELTA, DEFAULT_CAP, fits
from data_access.publishing.noise import rho_for
from data_access.questions.methods import guessed_right

BUDGETS = (8, 4, 3, 2, 1, 0.5)
A_YEAR = {"yearly": 1, "half-yearly": 2, "quarterly": 4, "monthly": 12}


def lines() -> list[str]:
    """Return the lines of the table, as Markdown."""
    heads = ["ε of each", "publications", *(f"years, if {rhythm}" for rhythm in A_YEAR)]
    heads += ["guessed right after one", "person with three cases"]
    table = [heads, ["---"] * len(heads)]
    for epsilon in BUDGETS:
        rho = rho_for(epsilon, CAP_DELTA)
        number = fits(DEFAULT_CAP, rho)
        years = [_years(number / times) for times in A_YEAR.values()]
        table.append([f"{epsilon:g}", f"{number}", *years, *(f"{guessed_right(rho, k):.1%}" for k in (1, 3))])
    at_cap = (f"{guessed_right(rho_for(DEFAULT_CAP, CAP_DELTA), cases):.1%}" for cases in (1, 3))
    table.append([f"all, at the cap of {DEFAULT_CAP:g}", "", *("" for _ in A_YEAR), *at_cap])
    return [f"| {' | '.join(row)} |" for row in table]


def _years(years: float) -> str:
    return f"{years:.2g}" if years < 10 else f"{years:.0f}"


if __name__ == "__main__":
    print("\n".join(lines()))
