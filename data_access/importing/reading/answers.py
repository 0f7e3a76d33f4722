"""Yes and no, in the eight languages of the dashboard.

Consent decides whether a person is published. It is read from yes and no alone; any other word is a mistake that says
which of the two to write. A word counts as it stands: what somebody put beside it ("yes?", "~yes") is a doubt.
"""

import re
import unicodedata

from data_access.importing.reading.values import Mistake

_YES = "yes true 1 1.0 y checked"
_NO = "no false 0 0.0 n unchecked"
_MEANS_YES = (
    "agreed agree consented consents given granted accepted ok да согласен согласна ҳа бале оре ha ҳа بله بلی بلې "
    "آری آرې هو ہاں جی‌ہاں جیہاں hawa howa ja oui"
)
_MEANS_NO = (
    "withdrawn withdrew withdraw refused refuses refuse denied denies declined declines revoked rejected none never "
    "нет отказ отказался отказалась отозвано отозван отозвана не нест йўқ йуқ yoq yo‘q yoʻq yoq ýok yok نه نخیر خیر "
    "نہیں نہ نا nein non"
)


# joins the parts of one word in Uzbek and Urdu, and is written in several ways or not at all
_JOINT = re.compile(r"(?<=\w)['‘’ʻʼ\u200c](?=\w)")


# a sign of a footnote, or a digit in a circle: what stands so is no answer
_BESIDE = ("<super>", "<sub>", "<circle>", "<square>", "<fraction>")


def _exact(text: str) -> str:
    plain = "".join(
        sign if unicodedata.decomposition(sign).startswith(_BESIDE) else unicodedata.normalize("NFKC", sign)
        for sign in unicodedata.normalize("NFC", text)
    )
    return _JOINT.sub("", plain.casefold().strip())


def _words(text: str) -> frozenset[str]:
    return frozenset(map(_exact, text.split()))


YES, NO = _words(_YES), _words(_NO)
MEANS_YES, MEANS_NO = _words(_MEANS_YES), _words(_MEANS_NO)


def read_yes_no(text: str) -> bool:
    """Read yes or no, as words of the eight languages or as 1 and 0. Raises Mistake."""
    word = _exact(text)
    if word in YES | MEANS_YES:
        return True
    if word in NO | MEANS_NO:
        return False
    raise Mistake("expected yes or no", "Write yes or no.", example="yes", may_be_left_empty=True)


def read_consent(text: str) -> bool:
    """Read the consent of a person: the words of yes and no alone. Raises Mistake, which says what to write."""
    word = _exact(text)
    if word in YES:
        return True
    if word in NO:
        return False
    meant = "no" if word in MEANS_NO else "yes" if word in MEANS_YES else ""
    raise Mistake(
        "consent is read from yes and no alone",
        f"Write {meant}." if meant else "Write yes if the person agreed, and otherwise write no.",
        example=meant or "no",
        is_certain=bool(meant),
    )


# beginnings of words that are said of an agreement, or of one that is taken back
_OF_CONSENT = re.compile(
    r"consent|withdr[ae]w|refus|declin|revok|revoc|opt(ed)? out|(dis)?agree|permission|permit|unwilling|retract|"
    r"(not|n't|never|no longer|stop)\W+(to\W+|be\W+)?(shar|publish|use)|"
    r"соглас|отозв|отказ|разреш|не публик|против|"
    r"рози|розӣ|рухсат|иҷозат|розилик|даст каш|rozi|ruxsat|razy|rugsat|ýüz öw|ýatyr|bekor qil|rad et|"
    r"رضایت|رضامند|راضی|موافق|اجازه|اجازت|انصراف|منصرف|دستبردار|انکار|پس گرفت|رد کر|واپس لی|خوښ",
    re.IGNORECASE,
)


def speaks_of_consent(text: str) -> bool:
    """Return whether a text seems to be about an agreement or a withdrawal, in the eight languages."""
    plain = unicodedata.normalize("NFKC", text).translate({ord("ي"): "ی", ord("ك"): "ک", ord("ې"): "ی"})
    return bool(_OF_CONSENT.search(plain))
