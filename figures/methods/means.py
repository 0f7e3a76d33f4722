"""What each means of control is, in the codes of HTCDS; the words are ours."""

from locales import N_

MEANS = {
    "PhysicalThreats": N_("Threats to hurt the person."),
    "ThreatsLawEnforcement": N_("Threats to hand the person over to police or border guards."),
    "ThreatensChildrenFamily": N_("Threats against the person's children or family."),
    "DebtBondage": N_(
        "Labour is pledged for a debt, and its fair value is not set against the debt, or how long and what kind of "
        "labour is not bounded."
    ),
    "FalsePromises": N_("Lies about the work, the wages, a marriage or the journey."),
    "PhysicalAbuse": N_("The person is beaten or hurt."),
    "SexualAbuse": N_("The person is abused sexually in order to be controlled."),
    "TakesEarnings": N_("Wages or income are taken away."),
    "RestrictsFinancialAccess": N_("The person cannot get at money or a bank account of his or her own."),
    "RestrictsMedicalCare": N_("A doctor or medicine is denied."),
    "WithholdsNecessities": N_("Food, water, sleep or shelter is denied."),
    "PsychologicalAbuse": N_("Humiliation, isolation or fear is used to control the person."),
    "PsychoactiveSubstance": N_("Drugs or alcohol are used to control the person."),
    "ExcessiveWorkingHours": N_("Working hours leave no life beside the work."),
    "WithholdsDocuments": N_("Passport or identity card is kept by another."),
    "Threats": N_("Threats of which the record does not say what kind."),
    "RestrictsMovement": N_("The person is locked in, watched, or may not leave alone."),
    "DebtBondageOrTakesEarnings": N_("Sources that do not tell debt bondage from earnings taken."),
    "PsychologicalPhysicalOrSexualAbuse": N_("Sources that do not tell these kinds of abuse apart."),
    "DeniesBasicNeeds": N_("Sources that do not tell apart what was denied."),
    "UsesChildren": N_("Children are used to control their parents, or are made to control others."),
}
