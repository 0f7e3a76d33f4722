"""What the Recovery page looks at beyond the filters: what a province is, which step is timed, what is compared.

All of them are one word in the address, `view`, such as "identified-referral-provider".
"""

from dataclasses import dataclass
from typing import Literal, get_args

from data_access.questions import recovery as questions
from figures.views.address import first_of

Role = Literal["origin", "identified"]
Step = Literal["reunification", "referral", "service"]
By = Literal["year", "sex", "form", "country", "source", "province", "provider"]
ROLES: tuple[Role, ...] = get_args(Role)
STEPS: tuple[Step, ...] = get_args(Step)
BY: tuple[By, ...] = get_args(By)
TIMED: dict[Step, questions.Step] = {
    "reunification": "reunification_time", "referral": "referral_time", "service": "service_time"
}  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {"role": ROLES, "step": STEPS, "by": BY}


@dataclass(frozen=True)
class RecoveryView:
    """What a visitor looks at, in the words of the address. The first of each is the default."""

    role: Role = ROLES[0]
    step: Step = STEPS[0]
    by: By = BY[0]

    @property
    def address(self) -> str | None:
        """The word for the address; None for what a page without it shows."""
        said = [word for name, words in WORDS.items() if (word := getattr(self, name)) != words[0]]
        return "-".join(said) or None

    @property
    def timed(self) -> questions.Step:
        """The dimension that holds the time to the step."""
        return TIMED[self.step]

    @property
    def dimension(self) -> questions.By:
        """The dimension that is compared."""
        return "identified_by" if self.by == "provider" else self.by


def read_view(word: str | None) -> RecoveryView:
    """What a word of the address asks for; what it does not know is left at its default."""
    asked = (word or "").split("-")
    return RecoveryView(first_of(ROLES, asked), first_of(STEPS, asked), first_of(BY, asked))
