"""One kind of journey of the demonstration data, and the weights that several share. All of them are invented."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_access.demonstration.weights import EFFORT, POPULATION


@dataclass(frozen=True)
class Flow:
    """One kind of journey. `weight` compares flows in an average year; every mapping holds weights of any scale."""

    title: str
    basis: str
    weight: float
    years: str
    who: Mapping[str, float]
    sources: Mapping[str, float]
    routes: Mapping[str, float]
    found: Mapping[str, float]
    forms: Mapping[str, float]
    sectors: Mapping[str, float] = field(default_factory=lambda: {"X_Other": 1})


def by_population(country: str, **raised: float) -> dict[str, float]:
    """Return the provinces of a country by population and reporting effort; AF_HER=2 doubles AF-HER."""
    factors = {code.replace("_", "-"): factor for code, factor in raised.items()}
    return {
        province: people * EFFORT.get(province, 1) * factors.get(province, 1)
        for province, people in POPULATION[country].items()
    }


IN_PLACE = {"destination": 0.86, "source": 0.14}
ON_RETURN = {"source": 0.72, "destination": 0.28}
KILNS_AND_FIELDS = {
    "X_BrickKilns": 5, "A_AgricultureForestryAndFishing": 3, "B_MiningAndQuarrying": 1, "F_Construction": 1,
}  # fmt: skip
CHILDREN_WORK = {
    "X_BrickKilns": 2, "X_CarpetWeaving": 1.5, "C_Manufacturing": 1.5, "X_Begging": 3, "X_Peddling": 1,
    "A_AgricultureForestryAndFishing": 1,
    "T_ActivitiesOfHouseholdsAsEmployers": 1,
}  # fmt: skip
BUILDING_SITES = {
    "F_Construction": 6, "A_AgricultureForestryAndFishing": 2, "C_Manufacturing": 1,
    "G_WholesaleAndRetailTradeRepairOfMotorVehicles": 1, "I_AccommodationAndFoodServiceActivities": 0.6,
    "H_TransportationAndStorage": 0.4,
}  # fmt: skip
HOUSEHOLDS = {"T_ActivitiesOfHouseholdsAsEmployers": 6, "I_AccommodationAndFoodServiceActivities": 2, "X_Begging": 1}
