"""What pages, forms and terms are called by those who look for them, beside their own names."""

from collections.abc import Iterable

from data_access.codes.code_lists import FORM_OF_EXPLOITATION, MEANS_OF_CONTROL
from locales import N_, offered_languages, translator

# name, as it stands in the code -> other words for it; each language has its own
OTHER_NAMES = {
    N_("Overview"): N_("start home summary dashboard total map trend"),
    N_("Routes"): N_("ways journeys flows transit corridors route"),
    N_("Hotspots"): N_("clusters rates map prevalence hidden gaps"),
    N_("Recovery"): N_("help services shelter counselling reunification family follow-up outcome referral times"),
    N_("Justice"): N_("court courts police law arrests trials convictions prosecutions cases sectors work industries"),
    N_("Programmes"): N_("projects donors funding budgets spending results targets indicators"),
    N_("Places"): N_("provinces regions countries districts compare beside comparison"),
    N_("Context"): N_("statistics official published sources research deportations returns refugees reports"),
    N_("Methods and data"): N_(
        "glossary definitions words privacy differential data quality missing late download open file licence cite "
        "citation methodology confidence noise protection"
    ),
    FORM_OF_EXPLOITATION["ForcedLabour"]: N_("bonded labour forced work labour exploitation labour trafficking"),
    FORM_OF_EXPLOITATION["SexualExploitation"]: N_("prostitution sex trafficking brothel pornography"),
    FORM_OF_EXPLOITATION["ForcedMarriage"]: N_("child marriage early marriage bride brides baad"),
    FORM_OF_EXPLOITATION["Servitude"]: N_("domestic servitude domestic work servants unpaid household"),
    FORM_OF_EXPLOITATION["ChildLabour"]: N_("working children child workers"),
    FORM_OF_EXPLOITATION["OrganRemoval"]: N_("organ trafficking kidney kidneys transplant"),
    FORM_OF_EXPLOITATION["ForcedBegging"]: N_("beggars street children begging"),
    FORM_OF_EXPLOITATION["ForcedMilitaryByNonStateActors"]: N_("child soldiers armed groups militia"),
    FORM_OF_EXPLOITATION["SlaveryAndSimilarPractices"]: N_("slaves modern slavery debt bondage serfdom"),
    MEANS_OF_CONTROL["DebtBondage"]: N_("peshgi advance bonded"),
    N_("Trafficking in persons"): N_("human trafficking definition Palermo protocol"),
    N_("Smuggling of migrants"): N_("human smuggling people smuggling smugglers irregular migration"),
    N_("Child"): N_("minors under 18"),
    N_("Bacha bazi"): N_("dancing boys boy play"),
    N_("Margin (±)"): N_("margin of error confidence interval uncertainty accuracy limits"),
    N_("Withheld"): N_("suppressed hidden missing blank empty"),
    N_("Rate"): N_("per 100,000 residents population"),
    N_("Who recruited them"): N_("recruiter traffickers perpetrators relation"),
    N_("Conviction"): N_("convicted sentenced sentences guilty judgement verdict"),
    N_("Prosecution"): N_("prosecuted charged indicted trial"),
    N_("Investigation"): N_("investigated police inquiry"),
    N_("Labour inspection"): N_("labour inspectors inspectorate"),
    N_("How long it takes until referral"): N_("referral time times days promptly"),
    N_("Returns and deportations"): N_("deported expelled sent back returnees repatriation"),
    N_("Two sources, one year"): N_("contradictions discrepancy different numbers disagree"),
    N_("Ratings and estimates"): N_("tier Global Slavery Index Walk Free trafficking in persons report"),
    N_("Hidden population"): N_("undetected never found estimate dark figure multiple systems"),
}
# code of a country -> what its people are called, and what it is called for short
OF_COUNTRIES = {
    "AE": N_("UAE Emirates Dubai Emirati"),
    "AF": N_("Afghan Afghans"),
    "IR": N_("Iranian Iranians Persia"),
    "KG": N_("Kyrgyz"),
    "KZ": N_("Kazakh Kazakhs"),
    "PK": N_("Pakistani Pakistanis"),
    "RU": N_("Russian Russians"),
    "TJ": N_("Tajik Tajiks"),
    "TM": N_("Turkmen Turkmens"),
    "UZ": N_("Uzbek Uzbeks"),
}


def other_names(name: str) -> Iterable[str]:
    """What a page, a form, a term or a country (its code) is called beside its name, in every language offered."""
    said = OTHER_NAMES.get(name) or OF_COUNTRIES.get(name)
    return [translator(language.code).gettext(said) for language in offered_languages()] if said else []
