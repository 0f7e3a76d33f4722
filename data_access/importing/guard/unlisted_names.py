"""Names of persons that stand in no list: what stands beside a word says that it is one.

Initials with a surname, a word of kinship, a title or a role in a case before a word, an age behind it, an honorific
after it. Such text is published; that an office, a centre or a group is now and then taken for a person costs its
author a rewording.
"""

import re

from data_access.importing.guard.number_words import AGE_EN, AGE_FA, AGE_PS, AGE_UR
from data_access.importing.guard.place_names import is_place, one_spelling
from data_access.importing.guard.word_lists import listed

UPPER = "A-ZÀ-ÖØ-ÞĀŞÝŇŽА-ЯЁӢӮҚҒҲҶЎ"
LOWER = "a-zà-öø-ÿāşýňža-яёӣӯқғҳҷў'’ʻ‘ʼ"
NAME = rf"[{UPPER}][{LOWER}]{{2,}}"
_NUMBER = r"[1-9]\d?(?![\d.,]*\d)"

_INITIAL = re.compile(
    rf"(?<![\w.])(?:[{UPPER}]\.\s?){{1,2}}(?P<after>{NAME})|(?P<before>{NAME})\s(?:[{UPPER}]\.){{1,2}}(?!\w)"
    rf"|(?P<both>{NAME})\s[{UPPER}]\.\s?[{UPPER}]\."
)
_BEFORE_A_LETTER = re.compile(
    r"(?i:annex|table|part|section|output|outcome|component|phase|figure|appendix|group|category|vitamin|hepatitis|plan|"
    r"schedule|option|class|level|type|block|zone|list|form|grade|unit|raqam|приложение|таблица|часть|раздел|группа|форма|"
    r"ҷадвал|замима|ilova|jadval|илова|жадвал|goşundy)\s*$"
)
_ROLES_EN = (
    r"victim|survivor|beneficiary|client|returnee|respondent|complainant|interviewee|girl|boy|woman|man|child|mother|father|"
    r"sister|brother|wife|husband|widow|daughter|son|aunt|uncle|cousin|niece|nephew|grandmother|grandfather|elder|broker|"
    r"smuggler|trafficker|recruiter|middleman|witness|psychologist|lawyer|advis[eo]r|counsell?or|teacher|nurse|agent|"
    r"case ?worker|social worker|colleague|participant|trainee|patient|migrant|refugee|orphan|bride|groom|"
    r"baby"
)
_ROLES_RU = (
    r"(?:пострадавш|потерпевш)(?:ая|ий|ей|его|ую|ему|им)|жертв[ауе]|девушк[аеу]|девушкой|девочк[аеу]|девочкой|женщин[аеу]|"
    r"женщиной|мужчин[аеу]|мальчик(?:а|у|ом)?|юнош[аеу]|жительниц[аеу]|жител[ья]|жителем|свидетел[ьяюе]\w{0,4}|психолог(?:а|у|ом)?|"
    r"адвокат(?:а|у|ом)?|юрист(?:а|у|ом)?|вербовщи(?:к|ца|ка|цей|ком)|посредни(?:к|ца|ка|ком)|клиентк[аеу]|подопечн(?:ая|ой|ую)|"
    r"сестр[аыеу]|сестрой|брат(?:а|у|ом)?|мать|матери|матерью|от(?:ец|ца|цу|цом)|доч(?:ь|ери|ерью)|сын(?:а|у|ом)?|"
    r"муж(?:а|у|ем)?|"
    r"жен[аыеу]|женой|вдов[аыеу]|т[её]т[яиею]|дяд[яиею]|племянни(?:к|ца|цы|ка)|внучк[аиеу]|внук|реб[её]нок|реб[её]нка|"
    r"благодарим|спасибо|по имени|участниц[аеу]|бенефициар|г-жа|г-же|г-жи|г-жой|г-н|г-на|г-ну|госпож[аеиу]|"
    r"господин(?:а|у|ом)?|"
    r"гражданк[аеиу]|гражданкой|гражданин(?:а|у|ом)?"
)
_ROLES_TG = (
    r"(?:духтар|писар|хоҳар|бародар|модар|падар|зан|мард|шавҳар|кӯдак|ҷабрдида|амак|тағо|хола|апа|ака|набера|ҷиян|шоҳид|"
    r"равоншинос)(?:и|аш|ам|е)?|бону(?:и)?|ба номи|бо номи|ҷаноби|хонуми?|шаҳрванди"
)
_ROLES_UZ = (
    r"jabrlanuvchi|guvoh|ayol|qizi|o.?g.?li|opasi|akasi|ukasi|singlisi|onasi|otasi|eri|xotini|xolasi|amakisi|xonim|"
    r"жабрланувчи|гувоҳ|аёл|қизи|ўғли|опаси|акаси|укаси|синглиси|онаси|отаси|эри|хотини|холаси|psixolog|advokat|"
    r"pida|ejir çeken|gyzy|ogly|ejesi|kakasy|dogany"
)
_OF_A_PERSON = re.compile(
    rf"(?P<role>\b(?:{_ROLES_EN}))(?:,|:)?\s[(\"“«]?(?P<name>{NAME})"
    rf"|(?:^|[.!?:;]\s)(?i:{_ROLES_EN})\s(?P<first>{NAME})\s(?:was|is|has|had|did|could|can|will|\w+ed|came|left|fled|got|found|told|went)\b"
    rf"|\b(?i:victim|survivor|client|case|beneficiary)\s(?i:no\.?|nr\.?|number|#)\s?\d{{1,6}}\s\((?P<numbered>{NAME})\)"
    rf"|(?i:\b(?:{_ROLES_EN})),? (?:\w+,? ){{0,3}}?(?:named|called|known as|by the name of) (?P<called>{NAME})"
    rf"|(?i:\b(?:{_ROLES_RU}|{_ROLES_TG}|{_ROLES_UZ}))(?:,?\s(?:ӯ|вай|ман|его|её|ее))?\s[(\"“]?(?P<cyrillic>{NAME})"
)  # fmt: skip
_PARTICLE = re.compile(
    rf"(?i:\b(?:bint|binti|binte|ibn|bin|walad|kyzy|kizi|qizi|ogly|oglu|uulu|кызы|угли|оглы|уулу|бинти|ибни|духти))\s(?P<name>{NAME})"
    rf"|(?P<fondly>{NAME})-(?:jan|jon|ҷон|жон)\b"
    rf"|(?P<before>{NAME})\s(?:opa|aka(?!\s[\"“A-Z]{{2}})|xola|amaki|xonim|begim|jan|jon|khala|kaka|опа|ака|хола|амаки|ҷон|апа|хоним)\b"
)
_AGE = re.compile(
    rf"(?P<name>{NAME}),?\s(?:\(?(?:aged?|age of)\s|в возрасте\s){_NUMBER}\b"
    rf"|(?P<comma>{NAME})(?:,\s|\s\(){_NUMBER}\s?-?(?:years?[- ]old|yrs?\b|лет\b|года?\b|сола|yosh|ёш|ýaş)"
    rf"|(?:^|[.!?:;]\s)(?P<brackets>{NAME})\s\({_NUMBER}\)\s(?:was|is|has|had|could|did|[a-z]+ed|came|left|fled|told|went)\b"
    rf"|(?P<from>{NAME})\s\({_NUMBER}\)\s(?:from|of)\s[{UPPER}]"
    rf"|(?P<words>{NAME}),\s(?:aged\s)?(?:{AGE_EN})(?:,|\syears)"
)
_BELONGS = re.compile(
    rf"(?P<name>{NAME})['’]s (?:family|mother|father|husband|wife|brother|sister|uncle|aunt|daughter|son|parents|story|"
    rf"statement|testimony|in-laws|home|house|children|baby|case)\b"
    rf"|(?P<hers>{NAME}) (?:\w+(?:s|ed)|began|got|found|left|told|has|had) (?:her|his|she|he)\b"
    rf"|\b(?:case|story|statement|testimony|complaint) of (?P<whose>{NAME})\b"
    rf"|[\"”»]\s?[-–—,]\s?(?P<said>{NAME})\b"
)
_LIST_OF_NAMES = re.compile(
    rf"(?i:\b(?:beneficiaries|survivors|victims|girls|women|boys|clients|families|returnees|cases))[^.:]{{0,40}}:\s"
    rf"(?P<one>{NAME})(?:,\s(?P<two>{NAME}))+(?:,? and (?P<three>{NAME}))?(?=[.;]|$)"
)

_ARABIC_INITIAL = re.compile(
    r"(?<!\w)(?:[ابپتثجچحخدذرزژسصطظعغفقکگلمنوی]\s?\.\s?){1,2}(?P<name>\w{3,})"
    r"|(?<!\w)(?:ایم|اے|ای|ایف|ایچ|ایل|این|ار|ایس|ٹی|وی|زیڈ)\s?[.۔]\s?(?P<urdu>\w{4,})"
)
_KIN_ARABIC = (
    "دختر|دخترش|پسر|پسرش|خواهر|خواهرش|برادر|برادرش|مادر|مادرش|پدر|پدرش|همسر|همسرش|شوهر|شوهرش|زوجه|کاکا|ماما|خاله|عمه|"
    "بازمانده|متضرر|شاکی|شاهد|خانم|جناب|محترمه|میرمن|ښاغلی|بی بی|انجنیر|داکتر|مولوی|قاری|ملا|"
    "لڑکی|لڑکا|متاثره|بیٹی|بیٹا|بهایی|بهن|والد|والده|خاتون|ماں|بیوی|بیوه|لور|زوی|ورور|خور|نجلی|قربانی"
)
_BESIDE_KIN = re.compile(rf"(?<!\w)(?:{_KIN_ARABIC})\s(?:وی\s|او\s)?(?=(?P<name>\w{{3,}}))")
_OF_KIN = re.compile(
    r"(?<!\w)(?:بنت|ابن|ولد|زوجه|دختر اقای)\s(?P<name>\w{3,})"
    r"|(?<!\w)(?:زوی|لور|ورور|خور)\sد\s(?P<whose>\w{3,})"
    r"|(?<!\w)د\s(?P<pashto>\w{3,})\s(?:زوی|لور|ورور|خور|مور|پلار|میرمن|میړه|تربور)(?!\w)"
    r"|(?<!\w)د\s(?P<called>\w{3,})\s(?:په نوم|په نامه)\s(?:یوه|یو|نجلی|هلک|ښځه)"
    r"|(?<!\w)(?:دختر|پسر|زن|مرد|کودک|طفل|خانم|جوان|لڑکی|خاتون)\w{0,2}\s(?:\w+\s){0,2}?(?:به نام|به اسم|بنام|نامی)\s"
    r"(?P<named>\w{3,})"
    r"|(?<!\w)(?:نامش|اسمش|(?:نام|اسم)\s(?:او|وی|دختر|دخترک|پسر|زن|قربانی|بازمانده))\s(?P<is_named>\w{3,})\s(?:است|بود|میباشد)"
    r"|(?<!\w)(?:لڑکی|لڑکے|بچی|بچے|خاتون|عورت|متاثره|اس)\s(?:کا|کی)\sنام\s(?P<has_name>\w{3,})\s(?:ه|ہے|ہ|هے|تها|تھا)"
)
_AGE_ARABIC = re.compile(
    rf"(?:^|[.،؛:]\s?)(?P<name>\w{{3,}})،?\s(?:که\s)?(?:{_NUMBER}|{AGE_FA})\s?ساله(?!\w)"
    rf"|(?:^|[.،؛:]\s?)(?P<kalan>\w{{3,}})،\s(?:{_NUMBER}|{AGE_PS})\s?کلن(?:ه|ی)?(?!\w)"
    rf"|(?:^|[.،؛:۔]\s?)(?P<who>\w{{3,}})\sکه\s{_NUMBER}\sسال\s(?:دارد|داشت|عمر)"
    rf"|(?<!\w)رهایشی\s(?P<resident>\w{{3,}})\s(?:نے|کو|کی|کا)"
    rf"|(?P<urdu>\w{{3,}})،?\sعمر\s(?:{_NUMBER}|{AGE_UR})\sسال"
)
_RESIDENT = re.compile(r"(?:^|[.،؛:]\s?)(?P<name>\w{3,})\sد\s(?:\w+\s){1,3}اوسیدونک(?:ی|ي)(?!\w)")
_MOTHER_OF = re.compile(r"^(?P<name>\w{3,})،\s(?:مادر|پدر|همسر|دختر|پسر|خواهر|برادر|بیوه|خانم)\s")


# what stands after "name:", but of a programme, an office, a file
_LABEL = re.compile(
    rf"(?:(?P<of>\w+)\s)?\b(?:full name|name|имя|фио|ф\.и\.о\.?|ном|ному насаб|ism|ismi|исм|исми|"
    rf"ady)\s?:\s?(?P<name>(?-i:{NAME}))",
    re.IGNORECASE,
)
_ARABIC_LABEL = re.compile(
    r"(?:(?P<of>\w+)\s)?(?<!\w)(?:اسم مستعار|نام مستعار|نام مکمل|اسم|نام|نوم)\s?:\s?(?P<name>\w{2,})"
)
_OF_NO_PERSON = re.compile(
    r"source|programme|program|project|organi[sz]ation|office|file|indicator|agency|donor|dataset|site|place|district|"
    r"province|country|school|сентр|проекта?|программы|организации|лоиҳа|ташкилот|барномаи?|loyiha|dastur|پروژی|پروګرام|پروگرام|پروژه|موسسی|موسسه|اداره|"
    r"سازمان|مرکز|نهاد|ولسوالی|ولایت|فایل",
    re.IGNORECASE,
)
# an office that bears a name
_NAMED_AFTER = re.compile(
    r"\b(?:муассиса|мактаб|донишгоҳ|донишкада|беморхона|марказ|кӯча|боғ|майдон|театр|литсей|китобхона|корхона)\w*\s"
    r"(?:\w+ии\s)?ба номи\s\w+",
    re.IGNORECASE,
)
# initials in the place of a name
_TITLE_AND_INITIAL = re.compile(
    rf"\b(?:Mr|Mrs|Ms|Miss)\.?\s[A-Z]\.(?!\w)|(?<!\w)(?:гражданк[аеиу]|гражданин(?:а|у)?|г-жа|г-н)\s[{UPPER}]\.(?!\w)",
    re.IGNORECASE,
)


def names_someone(text: str) -> bool:
    """Return whether what stands beside a word of a text (NFKC, with Latin digits) says that it is a person's name."""
    if any(not _BEFORE_A_LETTER.search(text[: found.start()] + (found["before"] or found["both"] or ""))
           and _may_be_name(found) for found in _INITIAL.finditer(text)):  # fmt: skip
        return True
    text = _NAMED_AFTER.sub(" ", text)
    if _TITLE_AND_INITIAL.search(text) or _is_labelled(text):
        return True
    of_latin = (_OF_A_PERSON, _PARTICLE, _AGE, _BELONGS, _LIST_OF_NAMES)
    if any(_may_be_name(found) for pattern in of_latin for found in pattern.finditer(text)):
        return True
    if text.isascii():
        return False
    arabic = one_spelling(text)
    patterns = (_ARABIC_INITIAL, _BESIDE_KIN, _OF_KIN, _AGE_ARABIC, _MOTHER_OF, _RESIDENT)
    return any(_may_be_arabic_name(found) for pattern in patterns for found in pattern.finditer(arabic))


def _is_labelled(text: str) -> bool:
    labels = [*_LABEL.finditer(text), *_ARABIC_LABEL.finditer(one_spelling(text))]
    others = listed("capitalised words that are no names") | listed("ordinary words beside a person in Arabic letters")
    return any(
        not _OF_NO_PERSON.search(found["of"] or "")
        and found["name"].casefold() not in others
        and not is_place(found["name"])
        for found in labels
    )


def _may_be_name(found: re.Match[str]) -> bool:
    """Could the words that a pattern found be names, and no place, office, group or other capitalised word?"""
    names = [name for name in found.groupdict().values() if name and name[0].isupper()]
    following = re.match(rf"((?:\s(?:of\s|for\s|and\s)?[{UPPER}]\w+)*)(?:\s(\w+))?", found.string[found.end() :])
    beside = re.findall(r"\w+", following[1]) if following else []
    if following and following[2] and following[2].casefold() in listed("organisations and places in Latin letters"):
        return False
    others = "capitalised words that are no names", "organisations and places in Latin letters"
    if any(word.casefold() in listed(section) for word in (*names, *beside) for section in others):
        return False
    return not any(is_place(name) or _is_plural(name) for name in names)


def _is_plural(name: str) -> bool:
    """Of a group, a nationality or an office: Lawyers, Tajiks, Turkish, Сотрудники."""
    return (
        re.search(
            r"(?:[^aiu]s|[^aiu]ies|ish|ese|ing|tion|ment|ity|ance|ence|ship)$|(?:ция|ство|ение|ание|ские?|ский|ская)$",
            name,
        )
        is not None
    )


def _may_be_arabic_name(found: re.Match[str]) -> bool:
    ordinary = listed("ordinary words beside a person in Arabic letters")
    given = listed("given names in Arabic letters")
    # of kinship is said who bears it, of a role often how many
    no_name = _ENDING if found.re is _BESIDE_KIN else _ENDING_OF_MANY
    names = [name for name in found.groupdict().values() if name]
    if any(name in given or f"{name[:-1]}ه" in given for name in names):
        return True
    return not any(
        name in ordinary or is_place(name) or name.isdigit() or no_name.search(name) or _VERB.match(name)
        for name in names
    )


_ENDING = re.compile(r"(?:های?|ان|انو|ونو|وں|یں|ات|تر|ترین|شده|کننده|دیده|یافته|شناس|ی)$")
_ENDING_OF_MANY = re.compile(r"(?:های?|انو|ونو|وں|یں|ات|شده|کننده|دیده|یافته)$")
_VERB = re.compile(r"ن?می(?![رنثلتو])")
