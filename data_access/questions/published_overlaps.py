"""A published example of overlapping lists, so that the view of the hidden population teaches without any data.

Potential victims of trafficking in the United Kingdom in 2013 on five kinds of list, as published with
Bales, Hesketh and Silverman (2015), "Modern slavery in the UK: how many victims?", Significance 12(3), and
Silverman (2014), "Modern slavery: an application of multiple systems estimation", Home Office.
"""

import pandas as pd

CITATION = "Silverman (2014), Home Office; Bales, Hesketh and Silverman (2015), Significance 12"
# local authorities; non-governmental organisations; police, National Crime Agency and border force (two lists merged);
# government organisations; the general public
UK_LISTS = ("LA", "NG", "PFNCA", "GO", "GP")
PUBLISHED_MODEL = ("LA:NG", "LA:PFNCA", "NG:GO", "NG:GP", "PFNCA:GP", "GO:GP")
PUBLISHED_ESTIMATE = (10_000, 13_000)

# people on exactly these lists; combinations that are not named have nobody
_PEOPLE = {
    "LA": 54,
    "NG": 463,
    "PFNCA": 995,
    "GO": 695,
    "GP": 316,
    "LA NG": 15,
    "LA PFNCA": 19,
    "LA GO": 3,
    "NG PFNCA": 62,
    "NG GO": 19,
    "NG GP": 1,
    "PFNCA GO": 76,
    "PFNCA GP": 11,
    "GO GP": 8,
    "LA NG PFNCA": 1,
    "LA NG GO": 1,
    "NG PFNCA GO": 4,
    "LA NG PFNCA GO": 1,
}


def uk_2013() -> pd.DataFrame:
    """One row a combination of lists with anybody on it: a column of 0 and 1 for each of UK_LISTS; `count`."""
    return pd.DataFrame(
        [
            {name: int(name in history.split()) for name in UK_LISTS} | {"count": people}
            for history, people in _PEOPLE.items()
        ]
    )
