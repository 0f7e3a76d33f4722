"""Whether a text names a person of the region: by a given name with another name, a title, a parent or a surname.

A text may name organisations and places that are called after persons; what stands with such a word is no person.
The lists hold common names and are never complete: together with the patterns they find most names, not all.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

from data_access.importing.guard.place_names import is_place, one_spelling, without_places
from data_access.importing.guard.unlisted_names import names_someone
from data_access.importing.guard.word_lists import listed

# a name that nobody but a person bears follows these
TITLES = r"Mr|Mrs|Ms|Miss|Dr|Mullah|Mawlawi|Maulvi|Qari|Haji|Hajji|Ustad|Sister|Brother|Bibi|Begum|Janab"
ROLES = (
    r"named|called|name(?: is)?|case ?worker|beneficiary|victim|survivor|girl|boy|woman|man|child|mother|father|sister|"
    r"brother|wife|husband|interview(?:ee)?(?: with)?|respondent|complainant|statement of|story of|told by|assisted"
)
SURNAME = re.compile(r"\w{2,}(?:ova|eva|owa|ewa|ov|ev|iyew|zoda|zada|zadeh|oglu|qizi)", re.IGNORECASE)

_RELATION = re.compile(
    r"\b[A-Z]\w+,?\s+(?:s|d|w)\s?/\s?o\.?\s+[A-Z]"
    r"|\b(?:son|daughter|wife|widow|mother|father|sister|brother) of (?:\w+ )?[A-Z][a-z]+"
)
_RUN = re.compile(
    r"[A-Z][\w'’ʻ‘-]*(?:\s+(?:[A-Z]\.\s+|(?:ur|ul|ud|us|al|bin|bint)[\s-])?[A-Z][\w'’ʻ‘-]*)+(?:\s+[a-z]+)?"
)
_TITLE = re.compile(rf"\b(?:{TITLES})\.?\s+([A-Z][a-z]+(?:\s+(?!works\b)[A-Za-z]+)?)")
_ROLE = re.compile(rf"\b(?:{ROLES})\b\W{{1,3}}(?:is\s+|was\s+)?((?-i:[A-Z])[a-z]+)", re.IGNORECASE)
# whoever is somebody's kin, or was spoken with, has a name, known or not
_KIN = re.compile(
    r"\b(?:wife|husband|daughter|son|sister|brother|mother|father|uncle|aunt|cousin|niece|nephew|"
    r"[Ii]nterview(?:ed)? with)"
    r",?:? ([A-Z][a-z]{2,})\b"
)
_FAMILY = re.compile(
    r"\b[A-Z]\w+(?:zai|zada|zadeh|khel|ov|ova)(?:['’]s)? (?:family|household|home)\b|\b(?:family|"
    r"household) of [A-Z]\w+(?:zai|zada|zadeh)\b"
    r"|(?<!\w)(?:خانواده|فامیل|کورنی|خاندان)\s\w+(?:زی|زاده|زۍ|پور)(?!\w)"
    r"|\b(?:оилаи|семь[яиею]|оила)\s[А-ЯӢӮҚҒҲҶЎ]\w+(?:ов|ова|овҳо|ев|евҳо|зода|овых|евых)\b"
)
_CYRILLIC = re.compile(
    r"\b[А-ЯЁ]\w+(?:ович|евич|овна|евна|ична)\b"
    r"|\b[А-ЯЁӢӮҚҒҲҶЎ]\w+\s+(?:духтари|писари|фарзанди|қизи|ўғли|кызы|угли|оглы)\b"
    r"|\b(?:мальчик|девочка|девушка|мужчина|женщина|пострадавш(?:ая|ий)|по имени|бо номи|духтари|писари|фарзанди)"
    r"\s+[А-ЯЁӢӮҚҒҲҶЎ]"
    r"|\b[А-ЯЁ]\w+(?:ов|ова|ев|ева|ин|ина)[ауеой]?м?\s+[А-ЯЁ]\.\s?[А-ЯЁ]\."
    r"|\b[А-ЯЁӢӮҚҒҲҶЎ]\w{2,}\s+[А-ЯЁӢӮҚҒҲҶЎ]\w{2,}(?:ов|ова|ев|ева|зода|заде|иён)\b"
    r"|\b[А-ЯЁӢӮҚҒҲҶЎ]\w{2,}(?:ов|ова|ев|ева|зода|заде|иён)\s+[А-ЯЁӢӮҚҒҲҶЎ]\w{2,}"
)


# one name by itself, in no quotation marks, no compound and no list of sites
_WORD = re.compile(r"(?<![\w«\"“'’|/-])[A-Z][a-z]{4,}(?![\w»\"”|/-])")
_CYRILLIC_WORD = re.compile(r"(?<![\w«\"“-])[А-ЯЁӢӮҚҒҲҶЎ][а-яёӣӯқғҳҷў]{4,}(?![\w»\"”-])")
_AFTER_A_PERSON = re.compile(
    r"(?:имени|ба номи|бо номи|номидаги|номли|ул\.|улица|проспект|кӯчаи|хиёбони|кӯча)\s$", re.IGNORECASE
)
_LATIN = str.maketrans(
    dict(zip("абвгдезиӣйклмнопрстуӯфхҳцҷқғў", "abvgdeziiiklmnoprstuufhhcjkgo", strict=True))
    | {"ё": "yo", "ж": "j", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ь": "", "ы": "i", "э": "e", "ю": "yu", "я": "ya"}
)


def names_a_person(text: str) -> bool:
    """Return whether a text (NFKC, in any of the region's scripts) holds what looks like the name of a person."""
    if is_a_name(text):
        return True
    text = without_places(text)
    if not text.isascii() and (_CYRILLIC.search(text) or _in_arabic(text) or _given_in_cyrillic(text)):
        return True
    if any(_stands_alone(found, text) for found in _WORD.finditer(text)):
        return True
    if _relation(text) or names_someone(text) or _in_small_letters(text) or _FAMILY.search(text):
        return True
    if any(_is_given(found[1]) and not is_place(found[1]) for found in _ROLE.finditer(text)):
        return True
    if any(not _is_organisation([found[1]]) and not is_place(found[1]) for found in _KIN.finditer(text)):
        return True
    if any(not _is_organisation(found[1].split()) for found in _TITLE.finditer(text)):
        return True
    return any(_is_person(found.group().split()) for found in _RUN.finditer(text))


def _in_small_letters(text: str) -> bool:
    """Two names of a person beside each other without capitals: shabnam noori, abdul karim."""
    given, others = listed("given names in Latin letters"), listed("capitalised words that are no names")
    words = re.findall(r"(?<![\w-])[a-z]{3,}(?![\w-])", text)
    text = f" {text} "
    for first, second in pairwise(words):
        if f"{first} {second}" not in text or first not in given or len(first) < 4 or {first, second} & others:
            continue
        stem = re.sub(r"(?:i|y|zai|zada|zadeh)$", "", second)
        is_second = second in given or (len(stem) > 3 and stem in given) or SURNAME.fullmatch(second)
        if is_second and len(second) > 3 and not is_place(first) and not _is_organisation([first, second]):
            return True
    return False


def is_a_name(text: str) -> bool:
    """Return whether a whole cell is nothing but the name of a person, in any capitals: zarmina, AHMAD ZAHIR."""
    if not re.fullmatch(r"[A-Za-z'’-]{4,}(?: [A-Za-z'’.-]+){0,2}", text):
        return False
    parts = text.split()
    others = listed("capitalised words that are no names")
    if _is_organisation(parts) or any(word.casefold() in others or is_place(word) for word in parts):
        return False
    return parts[0].casefold() in listed("given names in Latin letters")


@lru_cache(4096)
def key_names_a_person(letters: str, number: str) -> bool:
    """Return whether a case key is made of the name of a person: Zarghuna-1, ahmadi_zahra_2008.

    letters: the key without the number at its end. A name before a year and a number, or before a number of four
    digits and more, is the name of a register (ROSHAN-2024-001).
    """
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", letters)  # ZarghunaNoori
    parts = [word for word in re.findall(r"[A-Za-z]{3,}", apart) if not is_place(word)]
    if not parts or _is_organisation(parts):
        return False
    given = [word for word in parts if len(word) > 4 and word.casefold() in listed("given names in Latin letters")]
    if len(given) > 1 or (given and any(re.fullmatch(r"\w{2,}(?:ov|ova|ev|eva|zada|zai|i)", word.casefold())
                                        for word in parts if word not in given)):  # fmt: skip
        return True
    is_counted = re.search(r"\d", letters) or (len(number) > 3 and not re.fullmatch(r"(?:19|20|13|14)\d\d", number))
    return bool(given) and not is_counted


def _relation(text: str) -> bool:
    found = _RELATION.search(text)
    return found is not None and not _is_organisation(found.group().split())


def _is_person(words: list[str]) -> bool:
    """Are these adjacent words, capitalised but for the last, the names of a person?"""
    if _is_organisation(words):
        return False
    names = [word for word in words if word[0].isupper() and word.casefold() not in listed("no surnames")]
    first, last = names[:-1], names[1:]
    return any(_is_given(word) for word in first) or any(
        len(word) >= 5 and SURNAME.fullmatch(word) for word in (*last, *first) if len(names) > 1
    )


def _is_given(word: str) -> bool:
    if word.casefold() in listed("given names in Latin letters"):
        return True
    # of three letters or fewer too many sound alike
    is_alike = len(word) > 3 and _sound(word) in _sounds()
    return is_alike or re.fullmatch(r"\w{3,}(?:ul+ah|[uo]d+in|bibi)", word.casefold()) is not None


def _stands_alone(found: re.Match[str], text: str) -> bool:
    """Is this word a given name, and no part of the name of an organisation or a place?"""
    word = found.group()
    if word.casefold() not in listed("given names in Latin letters") or is_place(word):
        return False
    if word.casefold() in listed("capitalised words that are no names"):
        return False
    beside = re.findall(r"\w+", text[max(0, found.start() - 25) : found.end() + 25])
    return not _is_organisation(beside)


def _given_in_cyrillic(text: str) -> bool:
    others = listed("capitalised words that are no names")
    for found in _CYRILLIC_WORD.finditer(text):
        word = found.group().casefold()
        if word in others or is_place(word) or _AFTER_A_PERSON.search(text[: found.start()]):
            continue
        before = re.findall(r"\w+", text[: found.start()].casefold())[-2:]
        if others.isdisjoint(before) and any(_is_given(form) for form in _in_latin(word)):
            return True
    return False


def _in_latin(word: str) -> set[str]:
    """A word in Cyrillic letters in Latin ones, without the endings of its cases as well."""
    latin = word.translate(_LATIN)
    stems = {latin, re.sub(r"(?:ni|ning|ga|dan|ro|oy|ey|om|em|oi|ei)$", "", latin), re.sub(r"[aeiuy]$", "", latin)}
    return {form for stem in stems if len(stem) >= 5 for form in (stem, f"{stem}a")}


def _sound(name: str) -> str:
    """A name as it sounds: the same for Masouma and Masuma, Nasreen and Nasrin."""
    sound = name.casefold()
    for spelled, heard in (("ou", "u"), ("oo", "u"), ("ee", "i"), ("ai", "i"), ("ei", "i"), ("y", "i"), ("w", "v"),
                           ("q", "k"), ("e", "i"), ("o", "u")):  # fmt: skip
        sound = sound.replace(spelled, heard)
    return re.sub(r"(.)\1+", r"\1", sound).removesuffix("h")


@cache
def _sounds() -> frozenset[str]:
    return frozenset(map(_sound, listed("given names in Latin letters")))


def _is_organisation(words: list[str]) -> bool:
    of_organisations = listed("organisations and places in Latin letters")
    return any(word.strip("'’.,-").casefold() in of_organisations for word in words)


def _in_arabic(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", one_spelling(text))
    titles, relations = listed("titles in Arabic letters"), listed("relations in Arabic letters")
    of_organisations = listed("organisations and places in Arabic letters")
    ordinary = listed("ordinary words beside a person in Arabic letters")
    for place, word in enumerate(words[:-1]):
        following = words[place + 1]
        if of_organisations.intersection(words[max(0, place - 3) : place + 1]):
            continue
        if (
            word == following == "بی"
            or words[place - 1 : place + 1] == ["به", "نام"]
            or (word in ("نام", "قربانی", "حاجی") and _is_given_in_arabic(following))
        ):
            return True
        if word in relations and _is_given_in_arabic(following) and place:
            return True
        if (
            _is_nisba(following)
            and len(word) > 2
            and word not in ordinary
            and not is_place(word)
            and not _is_given_in_arabic(word)
        ):
            return True
        is_name = _is_given_in_arabic(following) or re.search(r"(?:ی|زاده|پور|زی|خیل|خان)$", following) is not None
        if is_name and (_is_given_in_arabic(word) or word in titles):
            return True
    return False


def _is_nisba(word: str) -> bool:
    """A surname made of a given name: نوری, احمدزی."""
    stem = re.sub(r"(?:زی|زاده|ی)$", "", word)
    is_ending = stem != word and len(stem) > 2 and stem in listed("given names in Arabic letters")
    return is_ending and word not in listed("words in Arabic letters that only look like surnames")


def _is_given_in_arabic(word: str) -> bool:
    return (
        word in listed("given names in Arabic letters")
        or re.fullmatch(r"عبدال\w+|\w{2,}الله|\w{2,}الدین", word) is not None
    )
