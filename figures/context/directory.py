# ruff: noqa: E501 - a table reads best with one body a line
"""The bodies and networks of the region, with the role and the countries that published facts give them.

Nothing is added from elsewhere: what no published fact of ours says is "not published".
"""

from dataclasses import dataclass
from typing import Literal

import pandas as pd

from figures.programmes.words import NOT_PUBLISHED
from locales import N_, Translator

USAID = "Combating Human Trafficking in Afghanistan, USAID"
FIA = "Building a Future Free from Child Trafficking: A Collaborative Effort!, FIA"
IOM = "Central, South Asian Civil Society Groups Meet to Combat Human Trafficking, IOM"
SEHER = "Prevention & Protection of Trafficked Children, SEHER"
HAGAR = "Hope for Victims of Child Trafficking, Hagar International"
EVENT = N_("Took part in the World Day against Trafficking in Persons 2024, Islamabad")


Kind = Literal["state", "network", "international", "ngo", "donor", "not_published"]
KINDS: dict[Kind, str] = {
    "state": N_("State body"),
    "network": N_("Network"),
    "international": N_("International organisation"),
    "ngo": N_("Non-governmental organisation"),
    "donor": N_("Donor"),
    "not_published": NOT_PUBLISHED,
}


@dataclass(frozen=True)
class Body:
    """One body or network: its name as published, its kind, role, countries (codes) and the source of the role."""

    name: str
    kind: Kind
    role: str
    countries: tuple[str, ...]
    source: str


BODIES = (
    Body("TIP Commission", "state", N_("Took over the online Integrated TIP database; national research was done with it"), ("AF",), USAID),
    Body("Directorates of Justice", "state", N_("Equipped, with users of the Integrated TIP database, in ten provinces"), ("AF",), USAID),
    Body("Federal Investigation Agency (FIA)", "state", N_("Child Friendly Centres are in its offices in Quetta, Taftan and Gwadar"), ("PK",), SEHER),
    Body("ANCTIP", "network", N_("National network of non-governmental organisations"), ("AF",), USAID),
    Body("ACTIP", "network", N_("Regional network of non-governmental organisations in Asia; its countries are not published"), (), USAID),
    Body("TIP in Crisis Working Group", "network", N_("Working group formed during the programme of 2016 to 2019"), ("AF",), USAID),
    Body("Regional civil society forum, Dushanbe 2017", "network", N_("Civil society of five countries met for two days"), ("AF", "PK", "TJ", "TM", "UZ"), IOM),
    Body("NCRC", "not_published", EVENT, (), FIA),
    Body("SSDO", "not_published", EVENT, (), FIA),
    Body("ICMPD", "international", EVENT, (), FIA),
    Body("UNODC", "international", EVENT, (), FIA),
    Body("ILO", "international", EVENT, (), FIA),
    Body("IOM", "international", N_("Carried out Combating Human Trafficking in Afghanistan"), ("AF",), USAID),
    Body("USAID", "donor", N_("Paid for Combating Human Trafficking in Afghanistan"), ("AF",), USAID),
    Body("Hagar International", "ngo", N_("Residential care centre with recovery services for boys, Forgotten No More"), ("AF",), HAGAR),
    Body("SEHER", "ngo", N_("Child Friendly Centres with nutrition, legal aid, counselling, medical aid and family reunification"), ("PK",), SEHER),
)  # fmt: skip


def directory(t: Translator) -> pd.DataFrame:
    """One row a body, in words: name, kind, role, countries, source."""
    _ = t.gettext
    return pd.DataFrame(
        [
            {
                _("Body or network"): body.name,
                _("Kind"): _(KINDS[body.kind]),
                _("Role, as published"): _(body.role),
                _("Countries"): t.listed([t.country(code) for code in body.countries])
                if body.countries
                else _(NOT_PUBLISHED),
                _("Published source"): body.source,
            }
            for body in BODIES
        ]
    )
