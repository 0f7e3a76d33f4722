"""Whether a text describes one person so that neighbours know who it is, without a name.

The age of one person ("the 14 year old girl", "Духтари 14-сола"), or that she is the only or the youngest one, together
with a place or a relation. Groups, ranges of ages, averages and programmes of five years are no person.
"""

import re

from data_access.importing.guard import number_words as words
from data_access.importing.guard.place_names import names_a_place, one_spelling

_N = r"(?<![\d.,/-])(?:[3-9]|[1-9]\d)(?!\d|[.,]\d|\s?(?:-|–|to|до|тог?|تر|تا|سے)\s?\d)"
_N_EN, _N_TG, _N_UZ, _N_FA, _N_PS, _N_UR = (
    rf"(?:{_N}|(?<!\w)(?:{in_words}))"
    for in_words in (words.AGE_EN, words.AGE_TG, words.AGE_UZ, words.AGE_FA, words.AGE_PS, words.AGE_UR)
)
_PERSON_EN = (
    r"(?:girl|boy|woman|man|child|toddler|infant|teenager|survivor|victim|client|returnee|migrant|refugee|widow|wife|"
    r"mother|father|husband|daughter|son|sister|brother|orphan|bride|beneficiary|worker|resident|male|female)"
    r"(?!\w|'s rights|[ -](?:protection|marriage|labou?r|rights|friendly|health|care|support|welfare|services?|"
    r"assistance))"
)
_PERSON_RU = (
    r"(?:женщин[аеу]|женщиной|девушк[аеу]|девушкой|девочк[аеу]|девочкой|мальчик[ауе]?|мужчин[аеу]|юнош[аеу]|ребен(?:ок|ка|ку)|"
    r"(?:пострадавш|потерпевш)(?:ая|ий|ей|его|ую|ему)|жертв[ау]|вдов[аеу]|мать|жительниц[аеу]|подрост(?:ок|ка))"
)
_PERSON_TG = r"(?:духтар|писар|зан|мард|кӯдак|ҷабрдида|бева|модар|наврас)"
_PERSON_UZ = (
    r"(?:qiz|ayol|o.?g.?il|bola|erkak|yigit|beva|ona|jabrlanuvchi|қиз|аёл|ўғил|бола|эркак|йигит|бева|она|жабрланувчи)"
)
_PERSON_FA = r"(?:دختر|پسر|زن|مرد|کودک|طفل|خانم|بیوه|نوجوان|جوان|بازمانده|قربانی|مادر)(?:ک|ی|یی)?"
_PERSON_PS = r"(?:نجلی|انجلی|هلک|ښځه|ښځی|سړی|ماشوم|ماشومه|کونډه|قربانی)"
_PERSON_UR = r"(?:لڑکی|لڑکا|لڑکے|خاتون|عورت|بیوه|بچی|بچه|بچے|نوجوان|شخص|ماں|متاثره)"

_PERSONS_EN = r"(?:girls|boys|women|men|children|survivors|victims|sisters|brothers|minors|teenagers)"
_PERSONS_RU = (
    r"(?:девоч(?:ки|ек)|девуш(?:ки|ек)|женщин[аы]?|мальчик(?:а|ов)|мужчин[аы]?|подростк(?:а|ов)|реб[её]нка|детей|сест(?:ры|[её]р)|"
    r"брат(?:а|ьев))"
)
_OLD = r"(?:[- ](?:years?|yrs?)[- ]olds?|\s?y\.?/?o\b\.?)"
_CAPITAL = "[A-ZА-ЯӢӮҚҒҲҶЎ]"

_ONE = [
    # English
    rf"(?<!each )(?<!every )(?<!any )(?<!per )\b{_N_EN}{_OLD},?\s(?:[\w-]{{1,30}}\s){{0,3}}?{_PERSON_EN}",
    rf"\b(?:[Aa]n?|[Tt]he|[Tt]his|[Oo]ne|[Hh]er|"
    rf"[Hh]is)\s(?:[\w-]{{1,30}}\s){{0,2}}?{_N_EN}{_OLD}\b(?!\s(?:program|project|law|strateg|plan|system|"
    r"building|agreement|policy|war|conflict|contract|institution|tradition|dispute|practice))",
    rf"(?:^|[.;:]\s){_N}{_OLD}\s(?:from|in|of)\b",
    rf"\b{_PERSON_EN}(?:,|,? aged?|,? who (?:is|was)| \(|,? (?:girl|boy|woman|man) of)\s?{_N_EN}\b(?=[\s,.;)]|$)"
    r"(?!\s(?:days|weeks|months|times|per|percent|out|in|USD|and (?:over|above|older)|or (?:over|above|older)|others))",
    rf"\b(?:girl|boy|woman|man|child) of {_N_EN}\b",
    # an initial in the place of the name
    rf"\b(?i:{_PERSON_EN}),?\s[A-Z]\.?\)?,?\s\(?(?:aged?\s)?{_N_EN}\b(?!\s(?:days|weeks|months|percent|%))",
    rf"(?:(?:^|[.;:]\s){_CAPITAL}|(?<![\w.]){_CAPITAL}\.(?:\s?{_CAPITAL}\.)?),\s\(?(?:aged?\s)?{_N}"
    r"(?:\s?(?:years|yrs|лет|года?|сола|yosh|ёш)(?:[ -]old)?)?\)?,",
    rf"\b{_PERSON_EN}[^.;]{{0,40}}\baged {_N_EN}\b(?!\s(?:and|or) (?:over|above|older))",
    rf"\b(?:[Aa]|[Tt]he|[Oo]ne)\s(?:\w+\s)?{_PERSON_EN}\b[^.;\d]{{0,80}},\s{_N_EN},\s",
    # few of them are as good as one
    rf"(?i:(?<![\d.,-])(?:{words.FEW_EN}|[2-9])\s(?:\w+\s)?{_PERSONS_EN}\b,?\s\(?(?:both\s|all\s)?(?:aged?\s)?{_N_EN}\b)"
    r"(?!\s(?:days|weeks|months|and over|and above|or over|others|people|%))",
    rf"(?i:(?<![\d.,-])(?:{words.FEW_EN}|[2-9])\s{_N_EN}[- ]years?[- ]olds?\b)",
    rf"(?i:(?<![\d.,-])(?:{words.FEW_EN}|[2-9])\s(?:girls|boys)\s(?:from|of)\s)(?=[A-Z])",
    rf"\b(?:[Ss]he|[Hh]e) (?:is|was) (?:only )?{_N_EN}\b",
    rf"\b[Oo]nly one {_PERSON_EN}\b(?! (?:in|of|out of) (?:every|two|three|four|five|ten|\d))",
    rf"\b(?:[Tt]he|[Oo]ne|[Oo]ur) (?:only|sole|youngest|oldest|eldest)(?:\s[\w-]{{1,30}}){{0,2}}?\s{_PERSON_EN}",
    # Russian
    rf"\b{_N}[- ]?летн(?:яя|ий|юю|его|ей|ему)\b(?!\s+(?:план|период|проект|программ|срок|стратег|опыт|стаж|цикл|"
    r"перерыв|юбиле|возраст|бюджет|истори|анализ|наблюд|действ|морат|исслед))",
    rf"(?i:\b(?:{words.AGE_RU})[- ]?летн(?:яя|ий|юю|его|ей|ему|им)\s+(?:\w+\s+)?{_PERSON_RU}\b)",
    rf"(?i:\b{_PERSON_RU})\W{{1,3}}(?:\w+\s)?(?:{_N}|(?:{words.AGE_RU}))\s?(?:лет|года?)\b(?!\s+и\s+старше)",
    rf"(?i:(?<![\d.,-])\b(?:{words.FEW_RU}|[2-9])\s(?:\w+\s)?{_PERSONS_RU}\W{{1,3}}(?:в возрасте\s)?"
    rf"(?:{_N}|(?:{words.AGE_RU}))\s?(?:лет|года?)\b)",
    rf"(?i:\b{_PERSON_RU}),?\s(?-i:[А-ЯЁ])\.?,?\s\(?{_N}\b",
    rf"\b(?:[Ее]й|[Ее]му)(?: было| всего| тогда)* {_N} (?:лет|года?)\b",
    rf"(?i:\b(?:единственн|сам(?:ая|ый|ой|ого) (?:юн|млад|маленьк))\w*\s+(?:\w+\s+){{0,2}}?{_PERSON_RU}\b)",
    # Tajik
    rf"(?i:\b{_PERSON_TG}(?:и|е|у)?\s+(?:\w+\s+)?{_N_TG}[- ]?сол(?:а|аи|ае)\b)",
    rf"(?i:{_N_TG}[- ]?сола(?:и|е)?\s+{_PERSON_TG}\b)",
    rf"(?i:\bягона\s+(?:\w+\s+)?{_PERSON_TG})",
    # Uzbek, Turkmen
    rf"(?i:{_N_UZ}\s?(?:yoshli|yashar|ёшли|яшар)\s+(?:\w+\s+)?{_PERSON_UZ}(?:ni|ning|ga|dan|ни|нинг|га|дан)?\b)",
    rf"(?i:\byagona\s+(?:\w+\s+)?{_PERSON_UZ}\b)",
    rf"(?i:\b{_N}\s?ýaşly\s+(?:\w+\s+)?(?:gyz|oglan|zenan|aýal|erkek)(?:y|ny|yň|a|dan)?\b)",
    # Dari and Persian, Pashto, Urdu
    rf"(?<!\w){_PERSON_FA}\s+(?:\w+\s+)?{_N_FA}\s?ساله(?!\w)",
    rf"(?<!\w)(?:یگانه|تنها|کوچکترین|جوانترین)\s+(?:\w+\s+)?{_PERSON_FA}(?!\w)",
    rf"(?<!\w){_N_PS}\s?کلن(?:ه|ی)?\s+(?:\w+\s+)?{_PERSON_PS}(?!\w)",
    rf"(?<!\w){_PERSON_PS}\s+(?:چی\s+)?{_N_PS}\s?کلن(?:ه|ی)?(?!\w)",
    rf"(?<!\w)(?:هغه|هغی|دی)\s+{_N_PS}\s?کلنه?(?!\w)",
    rf"(?<!\w){_N_UR}\s?ساله\s+(?:\w+\s+)?{_PERSON_UR}(?!\w)",
    rf"(?<!\w){_PERSON_UR}،?\s+(?:\w+،?\s+)?(?:عمر\s)?{_N_UR}\s?سال(?!\w)",
    rf"(?<!\w)(?:واحد|اکلوتی|اکلوتا)\s+(?:\w+\s+)?{_PERSON_UR}(?!\w)",
]
_RELATION = [
    r"\b(?:mother|father|parent|husband|wife|widow|uncle|aunt|brother|sister|cousin|nephew|niece|son|daughter|in-law|"
    r"step\w+|grand(?:mother|father|parent)\w*|fianc\w+|relative|teacher|imam|neighbour|neighbor)s?\b",
    r"\b(?:sold|married|forced by|handed over|inherited)\b",
    r"(?i:\b(?:мать|матер|отец|отц|муж[ауе]?м?\b|жен[аыеуо]й?\b|дяд[яией]|т[её]т[яией]|брат|сестр|дочер|дочь|сын|вдов|отчим|"
    r"мачех|родител|прода[нл]|замуж|учител|имам|опекун))",
    r"(?i:\b(?:модар|падар|шавҳар|амак|тағо|хола|бародар|хоҳар|занаш|фурӯхт|муаллим|никоҳ))",
    r"(?i:\b(?:ona|ota|aka|uka|opa|sing|amaki|tog|xola|eri|farzand|sotil|turmush|она|ота|ака|ука|опа|фарзанд|сотил)\w*)",
    r"(?i:\b(?:eje|kaka|dogan|satyl|durmuş)\w*)",
    r"(?<!\w)(?:مادر|پدر|شوهر|همسر|کاکا|ماما|عمه|خاله|برادر|خواهر|خسر|فروخته|فروش|نکاح|ازدواج|معلم|کارگر|ملا)",
    r"(?<!\w)(?:پلار|مور|ورور|خور|میړه|کاکا|ماما|وپلور|خرڅ|نکاح|واده|ښوونکی)",
    r"(?<!\w)(?:والد|ماں|شوهر|بیوی|بهایی|بهن|چچا|ماموں|بیوه|بچے|بیچ|شادی|نکاح|استاد)",
]
_PLACE = [
    r"\b(?i:villages?|districts?|hamlet|neighbou?rhood|bazaar|valley|camp|crossing|street|kiln|shelter)\b",
    r"\b(?:from|in|of|at|near|to) [A-Z][a-z]{2,}",
    r"(?i:\b(?:сел[ауео]|кишлак|деревн|район|улиц|город|посел|аул|махалл|приют))",
    r"\b(?:из|в|во|под|близ|около|до) [А-ЯЁӢӮҚҒҲҶЎ]",
    r"(?i:\b(?:деҳа|ноҳия|шаҳр|вилоят|ҷамоат|маҳалла|паноҳгоҳ))|\b(?:аз|дар) [А-ЯЁӢӮҚҒҲҶЎ]",
    r"(?i:\b(?:qishlo|tuman|mahalla|shahar|viloyat|boshpana|қишло|туман|маҳалла|шаҳар|вилоят))",
    r"\b[A-ZА-ЯЁЎҚҒҲ][\w‘’ʻ]+(?:ning|dan|lik|dagi|da|нинг|дан|лик|даги)\b",
    r"(?i:\b(?:etrap|etrab|oba|welaýat|şäher))",
    r"(?<!\w)(?:قریه|ولسوالی|دهکده|روستا|ناحیه|شهر|ولایت|محله|گذر|کلی|ښار|گاوں|ضلع|تحصیل|کیمپ|بټی)",
]
# where no capital tells a place: what stands behind "from" beside the person
_PLACE += [
    r"ساله(?:\s?(?:ای|یی))?،?\s(?:از|اهل|باشنده|در)\s(?!حقوق|خدمات|حمایت|آموزش|کمک)\w{3,}",
    rf"(?<!\w)له\s\w{{3,}}\sخخه|(?<!\w)له\s\w{{3,}}\sڅخه|{_PERSON_UR}،\s\w{{3,}}$",
    rf"(?i:{_PERSON_UZ}),\s[A-ZА-ЯЎҚҒҲ]\w{{3,}}",
]
_ONE_PERSON, _KIN, _WHERE = (re.compile("|".join(map(one_spelling, parts))) for parts in (_ONE, _RELATION, _PLACE))


def describes_a_person(text: str) -> bool:
    """Return whether a text (NFKC, with Latin digits) tells the age of one person, or that she is the only one of her
    kind, and where she is from or whose relative she is."""
    text = one_spelling(text)
    if not _ONE_PERSON.search(text):
        return False
    return bool(_KIN.search(text) or _WHERE.search(text)) or names_a_place(text)
