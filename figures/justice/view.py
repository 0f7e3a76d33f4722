"""What the Justice page looks at beyond the filters: how far cases came, what is compared, and in which work.

All of them are one word in the address, `view`, such as "prosecuted-court-farms".
"""

from dataclasses import dataclass

from data_access.questions.justice import By, Step
from figures.views.address import first_of
from locales import N_

STEPS: dict[Step, str] = {
    "convicted": N_("Conviction"),
    "prosecuted": N_("Prosecution"),
    "investigated": N_("Investigation"),
}
BY: dict[By, str] = {
    "country": N_("Country"),
    "year": N_("Year"),
    "court": N_("Place of the proceedings"),
    "form": N_("Form"),
    "sex": N_("Sex"),
}
SECTORS = {
    "kilns": "X_BrickKilns",
    "carpets": "X_CarpetWeaving",
    "farms": "A_AgricultureForestryAndFishing",
    "homes": "T_ActivitiesOfHouseholdsAsEmployers",
    "building": "F_Construction",
    "begging": "X_Begging",
    "factories": "C_Manufacturing",
    "hotels": "I_AccommodationAndFoodServiceActivities",
    "shops": "G_WholesaleAndRetailTradeRepairOfMotorVehicles",
    "mines": "B_MiningAndQuarrying",
    "peddling": "X_Peddling",
    "transport": "H_TransportationAndStorage",
}
WORDS = {"step": tuple(STEPS), "by": tuple(BY), "work": tuple(SECTORS)}


@dataclass(frozen=True)
class JusticeView:
    """What a visitor looks at, in the words of the address. The first of each is the default."""

    step: Step = "convicted"
    by: By = "country"
    work: str = WORDS["work"][0]

    @property
    def address(self) -> str | None:
        """The word for the address; None for what a page without it shows."""
        said = [word for name, words in WORDS.items() if (word := getattr(self, name)) != words[0]]
        return "-".join(said) or None

    @property
    def sector(self) -> str:
        """The code of the work."""
        return SECTORS[self.work]


def read_view(word: str | None) -> JusticeView:
    """What a word of the address asks for; what it does not know is left at its default."""
    asked = (word or "").split("-")
    return JusticeView(first_of(STEPS, asked), first_of(BY, asked), first_of(SECTORS, asked))
