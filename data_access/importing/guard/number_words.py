"""Numbers in words, as texts write ages and few people: alternatives of regular expressions, by language.

Arabic letters as place_names.one_spelling writes them.
"""

import re
from itertools import permutations

AGE_EN = (
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|"
    r"nineteen|twenty"
)
FEW_EN = r"two|three|four|five|six|seven|eight|nine|both"
# of compounds and of the genitive: пятнадцатилетняя, пятнадцати лет
AGE_RU = (
    r"тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти|десяти|одиннадцати|двенадцати|тринадцати|четырнадцати|"
    r"пятнадцати|шестнадцати|семнадцати|восемнадцати|девятнадцати|двадцати"
)
FEW_RU = (
    r"двое|двоих|трое|троих|четверо|четверых|пятеро|пятерых|шестеро|семеро|восьмеро|девятеро|дв(?:е|а|ух|умя)|об(?:е|а|оих|еих)|три|тр[её]х|четыре|четыр[её]х|пять|пяти|шесть|семь|"
    r"восемь|девять"
)
AGE_TG = (
    r"се|чор|чаҳор|панҷ|шаш|ҳафт|ҳашт|нӯҳ|нуҳ|даҳ|ёздаҳ|дувоздаҳ|сездаҳ|чордаҳ|чаҳордаҳ|понздаҳ|шонздаҳ|ҳафдаҳ|ҳабдаҳ|"
    r"ҳаждаҳ|нуздаҳ|бист"
)
AGE_UZ = (
    r"(?:o['‘’ʻ`]n[ -]?)?(?:bir|ikki|uch|to['‘’ʻ`]rt|besh|olti|yetti|sakkiz|to['‘’ʻ`]qqiz)|o['‘’ʻ`]n|yigirma|"
    r"(?:ўн[ -]?)?(?:бир|икки|уч|тўрт|беш|олти|етти|саккиз|тўққиз)|ўн|йигирма"
)
AGE_FA = "سه|چهار|پنج|شش|هفت|هشت|نه|ده|یازده|دوازده|سیزده|چهارده|پانزده|شانزده|هفده|هجده|هژده|نزده|نوزده|بیست"
AGE_PS = "دری|څلور|پنځه|شپږ|اوه|اته|نهه|لس|یوولس|دوولس|دولس|دیارلس|څوارلس|پنځلس|شپاړس|اوولس|اوهلس|اتلس|نولس|شل"
AGE_UR = "تین|چار|پانچ|چه|سات|آٹه|اٹه|نو|دس|گیاره|باره|تیره|چوده|پندره|سوله|ستره|اٹهاره|انیس|بیس"
# as digits are told one by one
DIGITS = (
    r"zero|oh|one|two|three|four|five|six|seven|eight|nine|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|"
    r"صفر|یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|سفر|یو|دوه|دری|څلور|پنځه|شپږ|اوه|اته|نهه"
)

_SMALL = r"(?<![\w.,/-])(?:[1-9]\s?[-–—]\s?)?"
_PEOPLE_EN = (
    r"(?:people|persons?|victims?|survivors?|child(?:ren)?|girls?|boys?|wom[ae]n|m[ae]n|females?|males?|kids?|minors?|"
    r"adolescents?|teenagers?|infants?|bab(?:y|ies)|brides?|migrants?|refugees?|returnees?|sisters|brothers|siblings?|"
    r"toddlers?|newborns?|teens|orphans?|widows?|lady|ladies|wives|daughters|detainees?|deportees?)\b"
    # of these the words count something: child protection committees, women's shelters
    r"(?![-'’]|\s?=|\s(?:protection|friendly|marriages?|labou?r|rights|shelters?|cent(?:re|er)s?|helplines?|committees?|"
    r"groups?|spaces?|schools?|homes?|health|workers?|teachers?|doctors?|organi[sz]ations?|clubs?)\b)"
)
# two young Afghan women, 2 (two) girls, two of them were girls
_DESCRIBED_EN = (
    r"(?:\(\w+\)\s|x\s)?(?:of\s(?:them|these|those|whom|the|our)\s)?(?:(?:was|were|is|are)\s(?:an?\s)?)?"
    r"(?:(?:young|under-?age|minor|adolescent|teenage|pregnant|disabled|unaccompanied|trafficked|married|rescued|adult|"
    r"foreign|afghan|pakistani|iranian|tajik|uzbek|turkmen|other|more)\s)*"
    r"(?:(?!(?:for|of|with|to|and|or|by|in|at|on|from|where|who|per)\s)\w+\s)?"
)
# of how many, or to how many: that is a share
_SHARE_EN = (
    r"(?!\s(?:in|of|out of)\s(?:every\s)?(?:two|three|four|five|ten|\d)|\s(?:for|to)\s(?:every|each|\d)|\sper\b)"
)
_PEOPLE_RU = (
    r"(?:девоч|девуш|женщин[аыу]?\b|мальчик|мужчин[аыу]?\b|реб[её]н|дет(?:и|ей|ям|ях|ьми)\b|жертв|лиц[ао]?\b|человек|"
    r"подрост|несовершеннолет|вдов|сест(?:р[аыуе]|[её]р)\b|брат(?:а|ьев|ья)?\b|пострадавш|потерпевш|погибш|беременн|малолет|"
    r"младен)\w*\b(?!\sиз\s(?:\d|дв|тр|четыр|пят|дес|кажд)|\s(?:район|сел|област|город|провинц|школ)|\sна\sкажд)"
)
# named by their number
_SO_MANY_TOGETHER = (
    "trio|threesome|foursome|fivesome|twosome|quartet|quintet|sextet|septet|octet|triplets|quadruplets|quintuplets"
)
_SMALL_NUMBER_EN = rf"(?:one|{FEW_EN}|[1-9])\b(?![.,]?\d|\s?%|-)"
_FEW = (
    rf"{_SMALL}(?:{FEW_EN}|one|[1-9]x?)\s{_DESCRIBED_EN}{_PEOPLE_EN}{_SHARE_EN}",
    rf"{_SMALL}[1-9]\s(?:out\s)?of\s(?:the\s)?(?![125]0\s)\d\d\s{_DESCRIBED_EN}{_PEOPLE_EN}",
    rf"\b(?:a\s)?(?:pair|couple|handful|brace|{_SO_MANY_TOGETHER})\sof\s{_DESCRIBED_EN}{_PEOPLE_EN}"
    r"|\btwin\s(?:girls|boys|sisters|brothers)\b",
    rf"\b(?:{_SO_MANY_TOGETHER})\b(?!\sof\b)",
    # two under 18, two 15-year-olds; and the number behind: the number of girls was 2
    rf"{_SMALL}(?:one|{FEW_EN}|[1-9])\s(?:(?:aged|under|below)[\s-]|u-?)1\d(?:s|\syears)?\b",
    rf"{_SMALL}(?:one|{FEW_EN}|[1-9])\s(?:1\d|{AGE_EN})[\s-]years?[\s-]olds\b",
    rf"\b(?:number|count|total)\sof\s{_DESCRIBED_EN}{_PEOPLE_EN}\s(?:was|were|is)\s(?:only\s)?{_SMALL_NUMBER_EN}",
    rf"{_PEOPLE_EN}\snumber(?:ed|ing)\s(?:only\s)?{_SMALL_NUMBER_EN}",
    rf"\ball\s(?:of\sthem\s)?(?:\w+\s)?{_PEOPLE_EN}(?:,|\s\w+)?\s(?:but|except|save)(?:\sfor)?\s(?:one|{FEW_EN}|[1-9]\b)",
    rf"{_SMALL}(?:one|{FEW_EN})\s(?:of\s(?:them|these|those|whom)\s)?(?:was|were)\s(?:under|below|aged|younger|underage|"
    r"pregnant|female|male|married|raped|sold)\b",
    r"(?<![\w.])[1-9]\s?[♀♂]",
    # II girls: in capitals, or as the signs of their own, for "vi" is a word of other languages
    rf"(?<![\w.])(?-i:II|III|IV|VI|VII|VIII|IX|ii|iii)\s(?:of\s(?:them|these|those|whom)\s)?(?:(?:was|were)\s)?{_PEOPLE_EN}{_SHARE_EN}",
    rf"\b(?:including|among\s(?:them|whom|these)|incl\.?|of\swhom|only|plus)\san?\s(?:\w+\s)?{_PEOPLE_EN}{_SHARE_EN}",
    rf"\ban?\s(?:\w+\s)?{_PEOPLE_EN}\s(?:was|is)\samong\b",
    rf"\b(?:half\sa\sdozen|half-a-dozen|a\sduo\sof|an?\squ[ai]\w+tet\sof)\s(?:of\s)?{_DESCRIBED_EN}{_PEOPLE_EN}",
    rf"{_SMALL}(?:one|{FEW_EN}|[1-9])\s(?:of\s(?:them|these|those|whom|the\s\d+)\s)?(?:(?:have|has|had|was|were|are|is|been|still)\s)*"
    r"(?:died|killed|raped|pregnant|escaped|ran\saway|abducted|married\soff|(?:remain(?:ed|s)?|went)\smissing|committed\ssuicide)\b",
    rf"{_SMALL}(?:{FEW_RU}|одн[аоу]\w*|один|[1-9])\s(?:из\sних\s)?(?:(?:жен|муж)\.|погиб|умер|убит|изнасилова|сбежал|пропал)",
    r"\b(?:жен|муж)\.\s?[:=–-]?\s?[1-9]\b(?![.,]?\d)|(?<![\w.,])[1-9]\s?ж\.?\W{1,3}\d+\s?м\b|(?<![\w.,])\d+\s?ж\.?\W{1,3}[1-9]\s?м\b"
    r"|(?<!\w)ж\s?[:=–-]\s?[1-9]\W{1,3}м\s?[:=–-]\s?\d|(?<!\w)ж\s?[:=–-]\s?\d+\W{1,3}м\s?[:=–-]\s?[1-9]\b",
    r"\b(?:полдюжины|пар[аыу]|двойня)\s(?:девоч|девуш|женщин|мальчик|дет)\w*",
    r"\ba\s(?:single|lone|solitary)\s(?:\w+\s)?(?:girl|boy|woman|man|child|minor|victim|survivor|person)\b",
    r"\bthe\s(?:only|youngest|eldest|oldest)\s(?:girl|boy|woman|man|child|minor)\b(?!['’-])",
    rf"{_SMALL}(?:{FEW_RU}|одн[аоу]\w*|один|[1-9])\s(?:из\sних\s)?(?:был[аио]?\s)?"
    rf"(?:(?!для\s|по\s|из\s|в\s|на\s|с\s)\w+\s)?{_PEOPLE_RU}",
    rf"{_SMALL}(?:یک|دو|سه|چهار|پنج|شش|هفت|هشت|نه|[1-9])(?:\s?تا)?\s(?:(?:تن|نفر)\s(?:از\s\w+\s)?)?(?:دختر|پسر|زن|مرد|کودک|طفل|قربانی|خانم|بیوه|خواهر|برادر|نوزاد|کشته|فوت|حامله)(?:ان|ها)?\b",
    rf"{_SMALL}(?:یو|یوه|دوه|درې|دری|څلور|پنځه|شپږ|اووه|اوه|اته|نهه|[1-9])\s(?:تنه\s)?(?:نجل|نجون|ښځ|هلک|هلکان|ماشوم|سړ)\w*",
    rf"{_SMALL}(?:ایک|دو|تین|چار|پانچ|چھ|سات|آٹھ|نو|[1-9])\s(?:لڑک|بچی|بچے|بچوں|عورت|خاتون|خواتین)\w*",
    rf"{_SMALL}(?:{AGE_UZ}|[1-9])(?:ta|та)?\s(?:nafar\s|ta\s|нафар\s|та\s)?"
    r"(?:qiz|ayol|bola(?:lar)?\b|erkak|o['‘’ʻ`]g['‘’ʻ`]il|voyaga|қиз|аёл|бола(?:лар)?\b|эркак|ўғил|вояга)"
    r"(?!\w*\s(?:maktab|markaz|guruh|мактаб|марказ|гуруҳ))",
    rf"{_SMALL}(?:bir|iki|üç|dört|bäş|alty|ýedi|sekiz|dokuz|[1-9])\s(?:sany\s|adam\s)?(?:gyz|aýal|zenan|oglan|erkek|çaga)",
    rf"{_SMALL}(?:як|ду|се|чор|панҷ|шаш|ҳафт|ҳашт|нӯҳ|[1-9])\s(?:нафар\s|тан\s)?(?:духтар|писар|зан(?:он|ҳо)?\b|мард|кӯдак|наврас|ноболиғ)",
)
_FEW_IN_WORDS = re.compile("|".join(_FEW), re.IGNORECASE)
# what stands before a number that counts nobody: Table 2 Women; aged 5-9; each team has two women; a case is one person
_NO_COUNT_BEFORE = re.compile(
    r"(?:\b(?:aged?|ages)\s\d+\s(?:to|and)\s"
    r"|\b(?:each|every|per)\s(?!of\b|one\b|month|year|week|day|quarter)(?:\w+\s){0,5}"
    r"|\b(?:one|two|three|\d+|an?\s\w+)\s(?:in|out\sof)\s|هر\s(?:\w+\s){0,2})$",
    re.IGNORECASE,
)
# ... where it is a digit; "in the first phase two girls" counts
_NUMBERED = re.compile(
    r"\b(?:table|figure|fig|phase|chapter|page|goal|sdg|step|level|grades?|under|below|over|above|ages?|aged|section|"
    r"annex|question|round|war|part|volume|schedule|title|wave|objective|outcome|output|component|zone|cohort|batch|group|class|module|таблица|табл|"
    r"глава)\b\.?\s?$",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"(?:[IVX]+|ii|iii)\s")
_HOUSEHOLD_WITH = re.compile(r"\b(?:households?|famil(?:y|ies)|homes?)\s(?:\w+\s){0,4}$", re.IGNORECASE)
_PARENTS_OF = re.compile(
    r"\b(?:(?:households|families|mothers|parents|couples|women)\s(?:with|having|who\shave)|mothers\sof)\s"
    r"(?:(?:at\sleast|more\sthan)\s)?$",
    re.IGNORECASE,
)
_NOT_SHOWN = re.compile(r"^[^.;]*\b(?:not\sshown|suppressed|withheld|omitted|left\sout|hidden)\b", re.IGNORECASE)
_AND_OTHERS = re.compile(
    r"^\s(?:and|or)\s(?:girl|boy|wom[ae]n|m[ae]n|child|adult)", re.IGNORECASE
)  # both women and men
_IS_ONE_PERSON = re.compile(r"one\s(?:person|individual|victim|child)\s(?:may|can|might|could)\b", re.IGNORECASE)
# girls: 2; boys: 10; girls: two
_BESIDE_GROUPS = re.compile(
    r"(?:(?:\b(?:girls?|boys?|wom[ae]n|m[ae]n|children|minors|females?|males?|adults?)|девоч\w+|мальчик\w*|женщин\w*|"
    r"мужчин\w*|дети|دختر\w*|پسر\w*|زن|زنان|مرد|مردان|کودکان|اطفال)(?:\s?[:=(]\s?|\s[-–]\s)|\bf\s?=\s?)"
    rf"(?:[1-9]|one|{FEW_EN})(?=\s*(?:[;)|/]|,\s|\.?$|\band\b|и\s|و\s))",
    re.IGNORECASE,
)
# of both sexes: w3 m17, 2 F / 10 M, women two; men eighteen, 3/17 (f/m)
_NUMBER_EN = rf"(\d+(?![.,]?\d|\s?%)|one|{FEW_EN}|{AGE_EN})"
_BOTH_SEXES_EN = (("f|w|g", "females?|wom[ae]n|girls?"), ("m|b", "males?|m[ae]n|boys?"))
_OF_BOTH_SEXES = re.compile(
    "|".join(
        form
        for (a, named), (b, other) in permutations(_BOTH_SEXES_EN)
        for form in (
            rf"\b(?:{a}|{named})(?:\s?[:=]\s?|\s)?{_NUMBER_EN}[^\w|]{{1,3}}(?:and\s)?"
            rf"(?:{b}|{other})(?:\s?[:=]\s?|\s)?{_NUMBER_EN}\b",
            rf"(?<![\w.,])(\d+)\s?(?:{a})\b[^\w|]{{1,3}}(?:and\s)?(\d+)\s?(?:{b})\b",
            rf"(?<![\w.,/]){_NUMBER_EN}\s?/\s?{_NUMBER_EN}\s\(?(?:{a}|{named})/(?:{b}|{other})\b",
            rf"\b(?:{a}|{named})/(?:{b}|{other})\)?[\s:=]{{1,3}}{_NUMBER_EN}\s?/\s?{_NUMBER_EN}\b(?!/)",
        )
    ),
    re.IGNORECASE,
)
# a number and a word without a blank between them: 2girls
_GLUED = re.compile(r"(?<![\w.,/-])(\d)(?=[^\W\d_]{3})")


def parted(words: str) -> str:
    """Return words with one blank where there are several, or none after a digit: 2girls."""
    return _GLUED.sub(r"\1 ", re.sub(r"\s+", " ", words))


def tells_few_of_a_sex(words: str) -> bool:
    """Do words say of both sexes how many they are, and of one few: w3 m17?"""
    numbers = [number for found in _OF_BOTH_SEXES.findall(words) for number in found if number]
    return any(0 < int(number) < 10 if number.isdecimal() else number.casefold() in _FEW_WORDS for number in numbers)


_FEW_WORDS = {"one", *FEW_EN.split("|")}


def tells_few(words: str, *, is_share: bool = False) -> bool:
    """Do words tell of a few people: two girls; girls: 2? is_share: beside a percentage, where that is one too."""
    if not is_share and (_BESIDE_GROUPS.search(words) or tells_few_of_a_sex(words)):
        return True
    for found in _FEW_IN_WORDS.finditer(words):
        before, text = words[: found.start()], found[0].casefold()
        is_one = text.startswith(("one", "1 "))
        if (text[0].isdigit() or _ROMAN.match(words, found.start())) and _NUMBERED.search(before):
            continue
        if _NO_COUNT_BEFORE.search(before) or (is_one and _HOUSEHOLD_WITH.search(before)):
            continue
        if _IS_ONE_PERSON.match(words, found.start()) or (is_one and re.search(r"\b(?:is|as)\s$", before)):
            continue
        after = words[found.end() :]
        if (
            _PARENTS_OF.search(before)
            or _NOT_SHOWN.search(after)
            or (text.startswith("both") and _AND_OTHERS.search(after))
        ):
            continue
        if text.startswith("نه") and words.count("نه ") > 1:  # neither … nor
            continue
        return True
    return False
