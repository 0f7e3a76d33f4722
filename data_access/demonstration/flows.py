"""The journeys of the demonstration data: one readable table, with what each is based on.

A stop is written "COUNTRY", "PROVINCE" or "PROVINCE/town". A route lists the stops after the source, in order, the
last being the destination; "same" means that the person was exploited where they were recruited. `found` says where
cases are identified: "source", "destination" or a stop. `basis` is the id of a row of published_figures.csv, another
published source, or "invented". Weights, shares and the mix of people are invented unless the comment says otherwise:
what was published are directions and places, hardly ever numbers.
"""

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
    "C_Manufacturing": 5, "A_AgricultureForestryAndFishing": 3, "B_MiningAndQuarrying": 1, "F_Construction": 1,
}  # fmt: skip
CHILDREN_WORK = {
    "C_Manufacturing": 5, "X_Begging": 3, "X_Peddling": 1, "A_AgricultureForestryAndFishing": 1,
    "T_ActivitiesOfHouseholdsAsEmployers": 1,
}  # fmt: skip
BUILDING_SITES = {
    "F_Construction": 6, "A_AgricultureForestryAndFishing": 2, "C_Manufacturing": 1,
    "G_WholesaleAndRetailTradeRepairOfMotorVehicles": 1, "I_AccommodationAndFoodServiceActivities": 0.6,
    "H_TransportationAndStorage": 0.4,
}  # fmt: skip
HOUSEHOLDS = {"T_ActivitiesOfHouseholdsAsEmployers": 6, "I_AccommodationAndFoodServiceActivities": 2, "X_Begging": 1}

FLOWS = [
    # ------------------------------------------------------------------------------------------- within Afghanistan
    Flow(
        "Boys in Herat, Khost, Nangarhar and Paktika",
        basis="hagar-provinces: the four provinces, boys, and the three forms",
        weight=7, years="children",
        who={"boys": 0.95, "men": 0.05},
        sources={"AF-HER/af-herat": 2.6, "AF-KHO/af-khost": 1.0, "AF-NAN/af-jalalabad": 2.1, "AF-PKA/af-sharan": 1.1},
        routes={"same": 0.84, "AF-KAB": 0.10, "AF-KAN": 0.02, "AF-LOG > AF-KAB": 0.04},
        found={"destination": 0.78, "source": 0.22},
        forms={"SexualExploitation": 0.40, "ForcedLabour": 0.34, "ForcedMilitaryByNonStateActors": 0.26},
        sectors=CHILDREN_WORK,
    ),
    Flow(
        "Children at work in Afghanistan",
        basis="invented: brick kilns, carpets and begging, by population and reporting effort",
        weight=10, years="children",
        who={"boys": 0.56, "girls": 0.34, "men": 0.05, "women": 0.05},
        sources=by_population("AF"),
        routes={"same": 0.78, "AF-KAB": 0.10, "AF-HER": 0.03, "AF-BAL": 0.03, "AF-GHA > AF-KAB": 0.06},
        found=IN_PLACE,
        forms={"ChildLabour": 0.38, "ForcedLabour": 0.34, "ForcedBegging": 0.28},
        sectors=CHILDREN_WORK,
    ),
    Flow(
        "Forced marriage in Afghanistan", basis="invented", weight=6, years="steady",
        who={"girls": 0.58, "women": 0.42},
        sources=by_population("AF", AF_GHO=1.4, AF_BDG=1.4),
        routes={"same": 0.82, "AF-KAB": 0.10, "AF-HER": 0.06, "AF-KAN": 0.02},
        found=IN_PLACE,
        forms={"ForcedMarriage": 0.74, "Servitude": 0.16, "SexualExploitation": 0.10},
        sectors={"T_ActivitiesOfHouseholdsAsEmployers": 1},
    ),
    Flow(
        "Families in debt to Afghan brick kilns", basis="invented", weight=4, years="steady",
        who={"men": 0.46, "women": 0.20, "boys": 0.22, "girls": 0.12},
        sources=by_population("AF", AF_NAN=1.5, AF_KAB=1.3),
        routes={"same": 0.74, "AF-KAB": 0.14, "AF-NAN": 0.12},
        found=IN_PLACE,
        forms={"ForcedLabour": 0.84, "ChildLabour": 0.16},
        sectors=KILNS_AND_FIELDS,
    ),
    Flow(
        "The one true cluster: north-eastern Afghanistan since 2021",
        basis="invented, so that there is something to find: Kunduz, Takhar and Baghlan, with no more agencies",
        weight=3, years="since_2021",
        who={"boys": 0.40, "girls": 0.30, "men": 0.20, "women": 0.10},
        sources={"AF-KDZ": 1.46, "AF-TAK": 1.41, "AF-BGL": 1.31},
        routes={"same": 0.92, "AF-KDZ": 0.08},
        found={"destination": 1},
        forms={"ForcedLabour": 0.60, "ChildLabour": 0.25, "ForcedMarriage": 0.15},
        sectors=KILNS_AND_FIELDS,
    ),
    # --------------------------------------------------------------------------------------------- from Afghanistan
    Flow(
        "Afghan boys and men to Iran", basis="invented: the crossings exist, the numbers are not published",
        weight=5.5, years="children",
        who={"boys": 0.44, "men": 0.48, "girls": 0.04, "women": 0.04},
        sources=by_population("AF", AF_HER=2.5, AF_FRA=2, AF_GHO=2, AF_BDG=2, AF_NIM=2),
        routes={
            "AF-NIM/af-zaranj > IR-11/ir-zabol > IR-08": 0.24,
            "AF-NIM/af-zaranj > IR-11/ir-zahedan > IR-23": 0.26,
            "AF-HER/af-islam-qala > IR-09/ir-taybad > IR-09": 0.22,
            "AF-HER/af-islam-qala > IR-23": 0.14,
            "AF-NIM/af-zaranj > IR-11 > IR-10": 0.14,
        },
        found={"AF-HER/af-islam-qala": 0.36, "AF-NIM/af-zaranj": 0.30, "source": 0.20, "destination": 0.14},
        forms={"ForcedLabour": 0.78, "ChildLabour": 0.12, "ForcedBegging": 0.07, "SexualExploitation": 0.03},
        sectors=BUILDING_SITES,
    ),
    Flow(
        "From Afghanistan through Iran to Türkiye and Europe", basis="invented", weight=3, years="steady",
        who={"boys": 0.38, "men": 0.44, "girls": 0.06, "women": 0.12},
        sources=by_population("AF"),
        routes={
            "AF-NIM/af-zaranj > IR-11 > IR-23 > TR": 0.42,
            "AF-NIM/af-zaranj > IR-23 > IR-04 > TR > GR": 0.22,
            "AF-HER/af-islam-qala > IR-23 > TR > GR > DE": 0.18,
            "PK-BA/pk-quetta > IR-11/ir-zahedan > IR-23 > TR": 0.18,
        },
        found={"destination": 0.40, "source": 0.24, "AF-NIM/af-zaranj": 0.18, "AF-HER/af-islam-qala": 0.18},
        forms={"ForcedLabour": 0.70, "SexualExploitation": 0.20, "ForcedBegging": 0.10},
        sectors=BUILDING_SITES,
    ),
    Flow(
        "From Afghanistan to Pakistan", basis="invented", weight=2, years="steady",
        who={"boys": 0.42, "girls": 0.20, "women": 0.16, "men": 0.22},
        sources=by_population("AF", AF_NAN=3, AF_KAN=3, AF_KHO=2, AF_PKA=2),
        routes={
            "AF-NAN/af-torkham > PK-KP/pk-peshawar": 0.44,
            "AF-NAN/af-torkham > PK-KP/pk-peshawar > PK-PB-N": 0.14,
            "AF-KAN/af-spin-boldak > PK-BA/pk-chaman > PK-BA/pk-quetta": 0.28,
            "AF-KAN/af-spin-boldak > PK-BA/pk-chaman > PK-SD": 0.14,
        },
        found={"destination": 0.42, "AF-NAN/af-torkham": 0.30, "AF-KAN/af-spin-boldak": 0.18, "source": 0.10},
        forms={"ForcedLabour": 0.50, "ForcedBegging": 0.20, "ChildLabour": 0.15, "SexualExploitation": 0.15},
        sectors=CHILDREN_WORK,
    ),
    # ---------------------------------------------------------------------------------------------- within Pakistan
    Flow(
        "Debt bondage in Pakistani kilns and fields",
        basis="UNODC GLOTIP Pakistan 2019 (women, men, children in this order); sectors invented",
        weight=13, years="steady",
        who={"men": 0.58, "women": 0.24, "boys": 0.11, "girls": 0.07},
        sources=by_population("PK", PK_SD=1.3),
        routes={"same": 0.80, "PK-PB-N": 0.12, "PK-SD": 0.08},
        found=IN_PLACE,
        forms={"ForcedLabour": 0.90, "ChildLabour": 0.10},
        sectors=KILNS_AND_FIELDS,
    ),
    Flow(
        "Women and girls within Pakistan", basis="UNODC GLOTIP Pakistan 2019 (women the largest group); forms invented",
        weight=9, years="steady",
        who={"women": 0.84, "girls": 0.16},
        sources=by_population("PK"),
        routes={"same": 0.66, "PK-PB-N": 0.14, "PK-SD": 0.17, "PK-PB-N > PK-IS": 0.03},
        found=IN_PLACE,
        forms={"SexualExploitation": 0.46, "ForcedMarriage": 0.36, "Servitude": 0.18},
        sectors=HOUSEHOLDS,
    ),
    Flow(
        "Children in Pakistani streets and homes", basis="invented", weight=4, years="children",
        who={"boys": 0.56, "girls": 0.44},
        sources=by_population("PK"),
        routes={"same": 0.70, "PK-SD": 0.18, "PK-PB-N": 0.11, "PK-IS": 0.01},
        found=IN_PLACE,
        forms={"ForcedBegging": 0.42, "ChildLabour": 0.30, "Servitude": 0.18, "SexualExploitation": 0.10},
        sectors=HOUSEHOLDS,
    ),
    # ------------------------------------------------------------------------------------------------ from Pakistan
    Flow(
        "South Punjab through Balochistan to Iran, the Gulf, Türkiye and Europe",
        basis="fia-source (South Punjab), seher-route (the chain), seher-centres (Quetta, Taftan, Gwadar)",
        weight=11, years="children",
        who={"boys": 0.52, "girls": 0.12, "men": 0.29, "women": 0.07},
        sources={
            "PK-PB-S/pk-multan": 0.20, "PK-PB-S/pk-rahim-yar-khan": 0.22, "PK-PB-S/pk-dera-ghazi-khan": 0.18,
            "PK-PB-S": 0.20, "PK-PB-N": 0.11, "PK-KP": 0.04, "PK-SD": 0.05,
        },
        routes={
            "PK-BA/pk-quetta > PK-BA/pk-taftan > IR-11/ir-zahedan > IR-23": 0.16,
            "PK-BA/pk-quetta > PK-BA/pk-taftan > IR-11": 0.14,
            "PK-BA/pk-taftan > IR-11/ir-zahedan > IR-22 > AE": 0.13,
            "PK-BA/pk-turbat > PK-BA/pk-gwadar > OM": 0.09,
            "PK-BA/pk-gwadar > IR-11/ir-chabahar > AE": 0.09,
            "PK-BA/pk-gwadar > SA": 0.03,
            "PK-BA/pk-quetta > PK-BA/pk-taftan > IR-11 > IR-04 > TR": 0.14,
            "PK-BA/pk-quetta > PK-BA/pk-taftan > IR-11 > TR > GR": 0.07,
            "PK-BA/pk-taftan > IR-11 > TR > GR > IT": 0.03,
            "PK-BA/pk-taftan > IR-11 > TR > GR > DE": 0.03,
            "PK-SD > AE": 0.05,
            "PK-SD > SA": 0.04,
        },
        found={
            "PK-BA/pk-taftan": 0.36, "PK-BA/pk-quetta": 0.18, "PK-BA/pk-gwadar": 0.12, "source": 0.16,
            "destination": 0.18,
        },
        forms={
            "ForcedLabour": 0.52, "ChildLabour": 0.14, "ForcedBegging": 0.16, "SexualExploitation": 0.14,
            "Servitude": 0.04,
        },
        sectors=BUILDING_SITES,
    ),
    Flow(
        "From Pakistan to the Gulf by air", basis="invented", weight=2.5, years="steady",
        who={"men": 0.62, "women": 0.34, "boys": 0.04},
        sources={"PK-PB-N": 0.44, "PK-KP": 0.28, "PK-SD": 0.20, "PK-PB-S": 0.08},
        routes={"AE": 0.30, "SA": 0.28, "OM": 0.12, "QA": 0.08, "PK-SD > AE": 0.12, "PK-IS > SA": 0.10},
        found=ON_RETURN,
        forms={"ForcedLabour": 0.70, "SexualExploitation": 0.16, "Servitude": 0.14},
        sectors=BUILDING_SITES,
    ),
    # --------------------------------------------------------------------------------------------- into Afghanistan
    Flow(
        "Women and girls from Pakistan into Afghanistan", basis="iom-young-female", weight=2.4,
        years="into_afghanistan",
        who={"girls": 0.55, "women": 0.45},
        sources={"PK-KP": 0.60, "PK-BA": 0.25, "PK-PB-N": 0.15},
        routes={
            "PK-KP/pk-peshawar > AF-NAN/af-torkham > AF-KAB": 0.34, "AF-NAN/af-torkham > AF-NAN": 0.30,
            "PK-BA/pk-chaman > AF-KAN/af-spin-boldak > AF-KAN": 0.16, "AF-NAN/af-torkham > AF-LOG > AF-KAB": 0.20,
        },
        found={"destination": 0.86, "AF-NAN/af-torkham": 0.14},
        forms={"ForcedMarriage": 0.48, "SexualExploitation": 0.36, "Servitude": 0.16},
        sectors=HOUSEHOLDS,
    ),
    Flow(
        "Women and girls from Iran into Afghanistan", basis="iom-young-female", weight=1.1, years="into_afghanistan",
        who={"girls": 0.52, "women": 0.48},
        sources={"IR-09": 0.55, "IR-11": 0.30, "IR-23": 0.15},
        routes={
            "IR-09/ir-taybad > AF-HER/af-islam-qala > AF-HER/af-herat": 0.60, "AF-NIM/af-zaranj > AF-NIM": 0.04,
            "AF-HER/af-islam-qala > AF-KAB": 0.36,
        },
        found={"destination": 0.70, "AF-HER/af-islam-qala": 0.30},
        forms={"ForcedMarriage": 0.50, "SexualExploitation": 0.34, "Servitude": 0.16},
        sectors=HOUSEHOLDS,
    ),
    Flow(
        "Women and girls from Central Asia into Afghanistan", basis="iom-young-female", weight=0.6,
        years="into_afghanistan",
        who={"girls": 0.45, "women": 0.55},
        sources={"TJ-KT": 0.60, "UZ-SU": 0.30, "TM-M": 0.10},
        routes={"AF-KDZ": 0.50, "AF-BAL": 0.30, "AF-BAL > AF-KAB": 0.20},
        found={"destination": 0.80, "source": 0.20},
        forms={"ForcedMarriage": 0.46, "SexualExploitation": 0.44, "Servitude": 0.10},
        sectors=HOUSEHOLDS,
    ),
    # ------------------------------------------------------------------------------------------------- Central Asia
    Flow(
        "Tajik workers to Russia and Kazakhstan", basis="iom-forum (source countries); routes and numbers invented",
        weight=5, years="steady",
        who={"men": 0.86, "women": 0.09, "boys": 0.05},
        sources={"TJ-KT": 0.44, "TJ-SU": 0.27, "TJ-RA": 0.20, "TJ-DU": 0.06, "TJ-GB": 0.03},
        routes={"RU": 0.48, "TJ-DU/tj-dushanbe > RU": 0.16, "UZ-TO > KZ > RU": 0.20, "UZ-TO > KZ": 0.16},
        found=ON_RETURN,
        forms={"ForcedLabour": 0.95, "SexualExploitation": 0.05},
        sectors=BUILDING_SITES,
    ),
    Flow(
        "Uzbek workers to Kazakhstan and Russia", basis="iom-forum (source countries); routes and numbers invented",
        weight=6, years="steady",
        who={"men": 0.80, "women": 0.15, "boys": 0.05},
        sources={
            "UZ-SU": 0.16, "UZ-FA": 0.16, "UZ-SA": 0.15, "UZ-QA": 0.12, "UZ-XO": 0.11, "UZ-QR": 0.10, "UZ-AN": 0.10,
            "UZ-NG": 0.10,
        },
        routes={"KZ": 0.44, "UZ-TO > KZ": 0.12, "KZ > RU": 0.24, "RU": 0.20},
        found=ON_RETURN,
        forms={"ForcedLabour": 0.95, "SexualExploitation": 0.05},
        sectors=BUILDING_SITES,
    ),
    Flow(
        "Central Asian women to Türkiye, the Gulf and Russia",
        basis="UNODC GLOTIP Tajikistan (women, sexual exploitation); destinations invented", weight=2.5, years="steady",
        who={"women": 0.88, "girls": 0.12},
        sources={"UZ-FA": 0.2, "UZ-SA": 0.2, "UZ-TK": 0.16, "UZ-SU": 0.1, "TJ-SU": 0.16, "TJ-KT": 0.12, "TJ-DU": 0.06},
        routes={"TR": 0.36, "AE": 0.28, "RU": 0.18, "KZ": 0.08, "RU > TR": 0.10},
        found=ON_RETURN,
        forms={"SexualExploitation": 0.82, "ForcedLabour": 0.10, "Servitude": 0.08},
        sectors=HOUSEHOLDS,
    ),
    Flow(
        "Within Tajikistan", basis="UNODC GLOTIP Tajikistan (mostly women, sexual exploitation)", weight=1,
        years="steady",
        who={"women": 0.60, "girls": 0.16, "men": 0.16, "boys": 0.08},
        sources=by_population("TJ"),
        routes={"same": 0.66, "TJ-DU/tj-dushanbe": 0.34},
        found=IN_PLACE,
        forms={"SexualExploitation": 0.60, "ForcedLabour": 0.25, "ForcedMarriage": 0.15},
        sectors=KILNS_AND_FIELDS,
    ),
    Flow(
        "Within Uzbekistan", basis="invented", weight=1.8, years="steady",
        who={"women": 0.44, "men": 0.36, "girls": 0.12, "boys": 0.08},
        sources=by_population("UZ"),
        routes={"same": 0.80, "UZ-TK": 0.12, "UZ-TO": 0.08},
        found=IN_PLACE,
        forms={"ForcedLabour": 0.56, "SexualExploitation": 0.44},
        sectors={"A_AgricultureForestryAndFishing": 5, "F_Construction": 4, "C_Manufacturing": 1},
    ),
    Flow(
        "From Turkmenistan to Türkiye", basis="iom-forum (source country); route and numbers invented", weight=2,
        years="steady",
        who={"women": 0.52, "men": 0.42, "girls": 0.06},
        sources=by_population("TM"),
        routes={"TR": 0.62, "TM-A > TR": 0.28, "AE": 0.10},
        found=ON_RETURN,
        forms={"ForcedLabour": 0.62, "SexualExploitation": 0.20, "Servitude": 0.18},
        sectors=HOUSEHOLDS,
    ),
    Flow(
        "Within Turkmenistan", basis="invented", weight=0.4, years="steady",
        who={"women": 0.5, "men": 0.4, "boys": 0.1},
        sources=by_population("TM"),
        routes={"same": 1},
        found=IN_PLACE,
        forms={"ForcedLabour": 0.8, "SexualExploitation": 0.2},
        sectors={"A_AgricultureForestryAndFishing": 1},
    ),
    # --------------------------------------------------------------------------------------------------------- Iran
    Flow(
        "Within Iran", basis="invented", weight=1.8, years="steady",
        who={"girls": 0.36, "women": 0.34, "boys": 0.30},
        sources=by_population("IR"),
        routes={"same": 0.66, "IR-23": 0.24, "IR-09": 0.10},
        found=IN_PLACE,
        forms={"SexualExploitation": 0.36, "ForcedMarriage": 0.26, "ForcedBegging": 0.22, "ChildLabour": 0.16},
        sectors=CHILDREN_WORK,
    ),
    Flow(
        "From Iran to the Gulf and Türkiye", basis="invented", weight=1.4, years="steady",
        who={"women": 0.74, "girls": 0.26},
        sources={"IR-23": 0.30, "IR-06": 0.16, "IR-22": 0.18, "IR-09": 0.14, "IR-03": 0.12, "IR-11": 0.10},
        routes={"IR-22 > AE": 0.44, "IR-04 > TR": 0.26, "TR": 0.14, "AE": 0.16},
        found={"source": 0.48, "destination": 0.52},
        forms={"SexualExploitation": 0.84, "Servitude": 0.16},
        sectors=HOUSEHOLDS,
    ),
]  # fmt: skip
