# ruff: noqa: E501 - a table reads best with one body a line
"""The bodies and networks of the region, with the role and the countries that published facts give them.

Nothing is added from elsewhere: what no published fact of ours says is "not published".
"""

from dataclasses import dataclass

import pandas as pd

from figures.programmes.words import NOT_PUBLISHED
from locales import N_, Translator

USAID = "Combating Human Trafficking in Afghanistan, USAID"
FIA = "Building a Future Free from Child Trafficking: A Collaborative Effort!, FIA"
IOM = "Central, South Asian Civil Society Groups Meet to Combat Human Trafficking, IOM"
SEHER = "Prevention & Protection of Trafficked Children, SEHER"
HAGAR = "Hope for Victims of Child Trafficking, Hagar International"
EVENT = N_("Took part in the World Day against Trafficking in Persons 2024, Islamabad")


@dataclass(frozen=True)
class Body:
    """One body or network: its name as published, its kind, role, countries (codes) and the source of the role."""

    name: str
    kind: str
    role: str
    countries: tuple[str, ...]
    source: str


STATE = N_("State body")
NETWORK = N_("Network")
UN = N_("International organisation")
NGO = N_("Non-governmental organisation")
UNKNOWN = NOT_PUBLISHED

BODIES = (
    Body("TIP Commission", STATE, N_("Took over the online Integrated TIP database; national research was done with it"), ("AF",), USAID),
    Body("Directorates of Justice", STATE, N_("Equipped, with users of the Integrated TIP database, in ten provinces"), ("AF",), USAID),
    Body("Federal Investigation Agency (FIA)", STATE, N_("Child Friendly Centres are in its offices in Quetta, Taftan and Gwadar"), ("PK",), SEHER),
    Body("ANCTIP", NETWORK, N_("National network of non-governmental organisations"), ("AF",), USAID),
    Body("ACTIP", NETWORK, N_("Regional network of non-governmental organisations in Asia; its countries are not published"), (), USAID),
    Body("TIP in Crisis Working Group", NETWORK, N_("Working group formed during the programme of 2016 to 2019"), ("AF",), USAID),
    Body("Regional civil society forum, Dushanbe 2017", NETWORK, N_("Civil society of five countries met for two days"), ("AF", "PK", "TJ", "TM", "UZ"), IOM),
    Body("NCRC", UNKNOWN, EVENT, (), FIA),
    Body("SSDO", UNKNOWN, EVENT, (), FIA),
    Body("ICMPD", UN, EVENT, (), FIA),
    Body("UNODC", UN, EVENT, (), FIA),
    Body("ILO", UN, EVENT, (), FIA),
    Body("IOM", UN, N_("Carried out Combating Human Trafficking in Afghanistan"), ("AF",), USAID),
    Body("USAID", N_("Donor"), N_("Paid for Combating Human Trafficking in Afghanistan"), ("AF",), USAID),
    Body("Hagar International", NGO, N_("Residential care centre with recovery services for boys, Forgotten No More"), ("AF",), HAGAR),
    Body("SEHER", NGO, N_("Child Friendly Centres with nutrition, legal aid, counselling, medical aid and family reunification"), ("PK",), SEHER),
)  # fmt: skip


def directory(t: Translator) -> pd.DataFrame:
    """One row a body, in words: name, kind, role, countries, source."""
    _ = t.gettext
    return pd.DataFrame(
        [
            {
                _("Body or network"): body.name,
                _("Kind"): _(body.kind),
                _("Role, as published"): _(body.role),
                _("Countries"): t.listed([t.country(code) for code in body.countries])
                if body.countries
                else _(NOT_PUBLISHED),
                _("Published source"): body.source,
            }
            for body in BODIES
        ]
    )
