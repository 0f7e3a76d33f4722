"""Words that name a column of personal data, and those by which results tell of whom they are, in the languages of the
region.

Names of columns are compared after column_words() has split and simplified them, so spelling variants of Arabic letters
need no entry.
Sources: HTCDS 2.0 field names (IOM, CC BY 4.0); the words on Afghan, Pakistani, Iranian and Central Asian forms.
"""

import re

# HTCDS's own fields that hold personal data, a person looked up, or long text
HTCDS_PERSONAL = {
    "prs_salutation": "a name", "prs_title": "a name", "prs_firstname": "a name", "prs_middlename": "a name",
    "prs_secondname": "a name", "prs_birthdate": "a birth date", "prs_identitynumber": "an identity number",
    "prs_email": "an e-mail address", "prs_homephone": "a phone number", "prs_mobilephone": "a phone number",
    "prs_mailingcity": "an address", "prs_mailingcountry": "an address", "prs_mailingstate": "an address",
    "prs_mailingstreet": "an address", "prs_mailingpostalcode": "an address", "prs_mailinglongitude": "a coordinate",
    "prs_mailinglatitude": "a coordinate", "vic_locationofrecruitment": "an address",
    "vic_locationofexploitation": "an address", "vic_detailsofvulnerabilities": "free text",
    "per_roledetails": "free text", "cas_reasonforcaseclosure": "free text", "cas_caseowner": "a name",
    "cas_referringprimarycaseworker": "a name", "cas_referredprimarycaseworker": "a name",
    "cas_incomingreferraldetails": "free text", "cas_outgoingreferraldetails": "free text",
    "cco_casecomment": "free text", "hte_longitude": "a coordinate", "hte_latitude": "a coordinate",
    "hte_street": "an address", "hte_postalcode": "an address", "hte_description": "free text",
    "spl_objectives": "free text", "spl_actionplan": "free text", "org_phone": "a phone number",
    "org_shippingstreet": "an address", "org_shippingpostalcode": "an address", "org_shippinglongitude": "a coordinate",
    "org_shippinglatitude": "a coordinate", "org_shippingcity": "an address",
}  # fmt: skip

# A column is refused when one of its words is here ...
WORDS = {
    "a name": """name names firstname lastname surname forename fullname nickname alias fname lname middlename father
        mother husband wife spouse guardian caseworker имя фамилия отчество фио насаб исм ism familiya familiyasi ismi
        sharif ady familiýasy ном номи نام اسم تخلص ولد ولدیت فامیل والد والده پدر مادر نوم لقب""",
    "a birth date": """birthdate birthday dob born birth dateofbirth yob рождения таваллуд tugilgan doglan تولد
        پیدائش زیږیدنه زېږېدنه زیږیدنی زیږېدو میلاد""",
    "an identity number": """passport tazkira tazkera tazkirah taskira cnic nicop nic nid ssn pinfl jshshir inn iban
        identity idnumber idno nationalid biometric fingerprint паспорт шиноснома снилс инн удостоверение pasport
        pasporti تذکره پاسپورت پاسپورټ پاسپورٹ گذرنامه شناسنامه شناختی کدملی پیژندپاڼه امضا گوت""",
    "a phone number": """phone phones telephone mobile cell cellphone tel whatsapp imo viber telegram msisdn imei
        телефон телефони мобильный мобилӣ telefon mobil تلفن تیلفون تلیفون ټلیفون ټیلیفون موبایل مبایل موبائل فون
        واتساپ واٹس تماس رابطه""",
    "an e-mail address": """email mail emailaddress почта почтаи имейл pochta ایمیل برېښنالیک بریښنالیک facebook
        instagram skype""",
    "an address": """address addresses street postcode postalcode zip zipcode house addr адрес улица суроға суроғаи
        нишонӣ кӯча manzil manzili salgysy آدرس ادرس نشانی سکونت کوچه جاده استوګنځی استوګنځای پته پتا رہائش گلی""",
    "a coordinate": """latitude longitude lat lon lng long gps coordinates coordinate geolocation широта долгота
        координаты координата مختصات جغرافیایی البلد""",
    "a picture": "photo photograph picture image signature подпись фото имзо imzo عکس تصویر دستخط",
    "free text": """comment comments note notes description narrative story remarks remark details testimony statement
        комментарий примечание описание эзоҳ шарҳ izoh ملاحظات توضیحات یادداشت شرح تبصره تفصیل کیفیت""",
}  # fmt: skip

# ... or when these letters stand in it, whatever is around them
PHRASES = {
    "a name": ["نام پدر", "نام خانوادگی", "د پلار نوم", "номи падар", "case worker"],
    "a birth date": ["date of birth", "дата рождения", "تاریخ تولد", "تاریخ پیدایش", "санаи таваллуд"],
    "an identity number": ["id number", "id no", "id card", "national id", "کد ملی", "شماره ملی", "شناختی کارڈ"],
    "a phone number": ["phone", "شماره تماس", "د اړیکې شمېره", "رابطہ نمبر"],
    "an e-mail address": ["e mail", "ای میل", "эл почта"],
    "an address": ["محل سکونت", "место жительства", "ҷои истиқомат"],
    "a coordinate": ["عرض جغرافیایی", "طول جغرافیایی", "عرض البلد", "طول البلد"],
}

# a girl tells sex and age, a woman sex alone; the same in the other languages of the region
_GIRLS = r"девоч|мальчик|духтарч|писарч|навҷавон|qizcha|o['‘’ʻ]g['‘’ʻ]il bola|دختر|پسر|نجلی|نجلۍ|هلک|لڑک|لڑکیاں|بچی"
_ADULTS = (
    r"женщин|мужчин|девуш|юнош|\bзан(?:он|ҳо)?\b|духтар|писар|\bмард|"
    r"ayol|erkak|\bqiz|\bgyz|\boglan|\baýal|\bzenan|\berkek|аёл|эркак|(?<!\w)زن|مرد|ښځ|سړی|عورت|خواتین|خاتون"
)
_CHILDREN = (
    r"\bдет(?:и|ей|ям|ск)|реб[её]н|подрост|несовершеннолет|кӯдак|наврас|ноболиғ|\bbola|o['‘’ʻ]smir|\bбола|کودک|طفل|اطفال|ماشوم|بچے|نابالغ|\bçaga|"
    r"(?<![.\d])\d{1,2}[ -]?(?:лет|года?|сола|yosh|ёш|ساله|سالہ|کلن)"
)
PLACE = re.compile(
    r"\b(?:districts?|villages?|neighbou?rhoods?|valleys?)\b|\b(?:place|location)\s*:|\bрайон|\bсел(?:о|а|е)\b|кишлак|ноҳия|деҳа|"
    r"ҷамоат|\btuman|qishlo|\bтуман|қишло|ولسوالی|ولسوالۍ|قریه|کلي|گاوں|گاؤں|تحصیل|ناحیه",
    re.IGNORECASE,
)
SEX = re.compile(
    r"\b(?:female|male|girls?|boys?|wom[ae]n|m[ae]n|mothers?|fathers?|wives|widows?|"
    r"daughters?|sons?|sisters?|brothers?|brides?|lad(?:y|ies)|school(?:girl|boy)s?|transgender)\b|\b(?:sex|gender)\s*:|"
    rf"{_GIRLS}|{_ADULTS}",
    re.IGNORECASE,
)
AGE = re.compile(
    r"\b(?:child(?:ren)?|girls?|boys?|minors?|adults?|youth|adolescents?|infants?|under[ -]?\d\d|aged|ages? \d{1,2}|"
    r"kids?|bab(?:y|ies)|brides|teen\w*|elderly|school(?:girl|boy)s?|underage|young (?:wom|m[ae]n|people|lad)\w*|"
    r"(?:over|above|below|older than|younger than) \d\d(?! (?:people|persons|wom|girl|victim|case))|"
    r"years?[ -]old|(?<![.\d])\d{1,2}[-–]\d{1,2})\b|[<≤>≥] ?\d\d\b|\b\d\d\+|\bage(?:[ -]?(?:group|band|range))?\s*:|"
    rf"{_GIRLS}|{_CHILDREN}",
    re.IGNORECASE,
)
# what is said of people and does not count them: % of children, children per woman, per 100,000 people
SHARE = re.compile(
    r"%|per ?cent|\bindex\b(?! (?:case|person|child|victim))|"
    r"\bscores?\b|\brates?\b|\bratio\b|\bshare\b|proportion|\baverage\b|\bmean\b|\bmedian\b|"
    r"\bper (?!month|year|week|day|quarter|annum|province|district|village|region|countr|town|city|site|shelter|cent)|"
    r"процент|\bдол[яи]\b|\bна \d|درصد|فیصد|سلنه|foiz|фоиз",
    re.IGNORECASE,
)
# with which words a unit ends that counts things, whosever they are: women's shelters, training sessions (for women)
THINGS = re.compile(
    r"\b(?:days?|weeks?|months?|hours?|minutes?|years?|times|rounds?|USD|EUR|AFN|PKR|GBP|IRR|TJS|UZS|dollars?|euros?|afghanis?|"
    r"rupees?|somonis?|km|kilomet\w+|met(?:er|re)s?|m2|hectares?|ha|tons?|tonnes?|kg|lit(?:er|re)s?|mm|points?|stars?|"
    r"ratings?|ranks?|tiers?|levels?|cent(?:er|re)s?|shelters?|schools?|universit(?:y|ies)|class(?:es)?|classrooms?|"
    r"hospitals?|mosques?|madrasas?|markets?|courts?|stations?|posts?|checkpoints?|crossings?|ports?|airports?|kilns?|"
    r"factor(?:y|ies)|farms?|mines?|workplaces?|premises|buildings?|houses|rooms?|tents?|toilets?|latrines?|wells?|"
    r"boreholes?|bridges?|roads?|sites?|spaces?|offices?|clinics?|facilit(?:y|ies)|helplines?|hotlines?|calls?|"
    r"trainings?|sessions?|courses?|modules?|lessons?|curricula|workshops?|seminars?|webinars?|lectures?|exercises?|"
    r"meetings?|conferences?|campaigns?|events?|exhibitions?|ceremon(?:y|ies)|dialogues?|visits?|missions?|patrols?|raids?|"
    r"inspections?|provinces?|districts?|villages?|cit(?:y|ies)|towns?|regions?|municipalit(?:y|ies)|"
    r"countr(?:y|ies)|governments?|ministr(?:y|ies)|institutions?|agenc(?:y|ies)|authorit(?:y|ies)|departments?|ngos?|csos?|"
    r"compan(?:y|ies)|business(?:es)?|enterprises?|cooperatives?|banks?|coalitions?|alliances?|associations?|unions?|"
    r"partnerships?|projects?|programmes?|programs?|initiatives?|activit(?:y|ies)|actions?|"
    r"committees?|councils?|groups?|teams?|clubs?|networks?|organi[sz]ations?|systems?|mechanisms?|platforms?|databases?|"
    r"websites?|apps?|software|laws?|bills?|acts?|decrees?|regulations?|polic(?:y|ies)|strateg(?:y|ies)|plans?|frameworks?|"
    r"standards?|protocols?|procedures?|sops?|guidelines?|rules?|decisions?|resolutions?|recommendations?|amendments?|"
    r"treat(?:y|ies)|conventions?|contracts?|agreements?|memorand\w+|mous?|budgets?|reports?|studies|study|surveys?|"
    r"assessments?|evaluations?|audits?|reviews?|analys[ei]s|maps?|indicators?|datasets?|publications?|books?|articles?|"
    r"brochures?|leaflets?|flyers?|posters?|billboards?|manuals?|handbooks?|toolkits?|tools?|newsletters?|"
    r"press releases?|spots?|broadcasts?|episodes?|films?|videos?|messages?|languages?|kits?|packages?|parcels?|"
    r"blankets?|computers?|laptops?|tablets?|machines?|equipment|cameras?|radios?|vehicles?|cars?|bus(?:es)?|"
    r"ambulances?|bicycles?|documents?|forms?|pathways?|desks?|licen[cs]es?|permits?|cfs|cpcs?)$"
    r"|рубл|^(?:\w+(?:ые|ых|ие|их|ая|ий|ый) )?(?:центр|звонк|тренинг|закон|школ[аыу]?\b|приют|курс|семинар|встреч|"
    r"отч[её]т|колод|здани|автомобил|плакат|пособи|стандарт|план|проект|бригад|день|дн(?:и|ей)|час|месяц|км\b|сомони)"
    r"|^(?:مرکز|مراکز|مکتب|مکاتب|قانون|قوانین|برنامه|تماس|جلسه|جلسات|کارگاه|ورکشاپ|گزارش|سند|اسناد|چاه|تعمیر|ساختمان|پوستر|"
    r"دفتر|دفاتر|کلینیک|شفاخانه|روز|ماه|ساعت|سال|کیلومتر|افغانی|دالر|پروژه|کمپاین|خانه امن)",
    re.IGNORECASE,
)
# the same of the title of an indicator, where no unit says what is counted: of several things, or of what is no person
TITLES_OF_THINGS = re.compile(
    r"\b(?:cent(?:er|re)s|shelters|schools|classes|sites|spaces|offices|clinics|facilities|helplines?|hotlines?|trainings|"
    r"sessions|courses|workshops|seminars|meetings|conferences|campaigns|provinces|districts|villages|cities|countries|"
    r"committees|groups|teams|clubs|networks?|organi[sz]ations|systems?|mechanisms?|databases?|laws?|bills|regulations|"
    r"polic(?:y|ies)|strateg(?:y|ies)|plans?|agreements?|memorand\w+|mous?|standards|protocols|procedures|guidelines|studies|"
    r"surveys|manuals|posters|kits|vehicles)$",
    re.IGNORECASE,
)
# ... and that counts people by what was done to them: referrals to a shelter, victims identified
DONE_TO_PEOPLE = re.compile(
    r"\b(?:vots?|pax|heads|referrals?|admissions?|identifications?|repatriations?|reunifications?|reintegrations?|"
    r"youths?|teenagers?|infants?|babies|wives|husbands|detainees?|prisoners?|inmates?|deportees?|idps?|seekers|"
    r"human beings|citizens?|foreigners?|nationals|graduates?|trained|enrolled|deaths?|births?|marriages?|kidnappings?|"
    r"abductions?|suicides?|чел\.?|сем(?:ей|ьи|ья)|случа\w+|дел[оа]?|парванда\w*|оила\w*|ҳолат\w*|oila\w*|holat\w*|"
    r"خانواده|خانوار|تن|قضیه|قضایا|دوسیه|کیس|کیسز|خاندان|کورنۍ|"
    r"rescues?|arrests?|suspects?|offenders?|perpetrators?|traffickers?|defendants?|mothers?|fathers?|brides?|identified|"
    r"convictions?|deportations?|removals?|beggars?|prostitutes?|slaves?|labourers?|soldiers?|workers?|callers?|convicts?|"
    r"deported|trafficked|exploited|sold|enslaved|kidnapped|married|killed|referred|assisted|rescued|returned|helped|supported|sheltered|admitted|repatriated|reunified|arrested|школьни\w+|учени\w+|студент\w*|пострадавш\w+|выявлен\w+)$",
    re.IGNORECASE,
)
# forms of exploitation, beside the labels of their list
FORMS = (
    "(?:child|early) marriage", "(?:forced|bonded|bounded) labou?r", "labou?r (?:exploitation|trafficking)",
    "debt bondage", "sexual", "sex (?:trade|trafficking)", "prostitution", "begging", "domestic (?:work|servitude)",
    "child (?:soldier|recruit)", r"bacha[ -]?b[a\u0101]zi", "brick kiln", "slavery", r"\borgans?\b", "kidney",
    r"принудительн\w+ (?:труд|брак)", r"сексуальн\w+ эксплуат", r"трудов\w+ эксплуат", "проститу", "попрошайнич",
    r"детск\w+ труд", r"ранн\w+ брак", r"рабств", "кабал", r"торговл\w+ орган", r"изъяти\w+ орган", "суррогат",
    "(?:کار|ازدواج) اجباری", "ازدواج (?:زودهنگام|کودکان)", "(?:استثمار|سوء ?استفاده) جنسی", r"بهره\s?کشی", "فحشا",
    "گدایی", "تکدی", "کار کودک", r"کودک\s?سرباز", r"بچه\s?بازی", "بردگی", "خشت", "قاچاق اعضا", "گرده",
    "جبري (?:کار|واده)", "جنسي", "سوالګر", "ګدایي", "غلامي",
    "جبری (?:مشقت|شادی)", "جنسی استحصال", "بھیک", "گداگری", "غلامی", "بھٹ",
    "majburiy (?:mehnat|nikoh)", "jinsiy", "fohisha", "tilanchi", "qullik", "bolalar mehnati", "erta nikoh",
    "мажбурий (?:меҳнат|никоҳ)", "жинсий", "тиланчи", "қуллик", "болалар меҳнати",
    "(?:меҳнати|никоҳи|издивоҷи) маҷбурӣ", "истисмори ҷинсӣ", "ф[оа]ҳиша", "гадо[иӣ]", "ғуломӣ", "никоҳи барвақт",
)  # fmt: skip
# provinces as Tajik, and Uzbek in Cyrillic, write them
OTHER_NAMES = (
    "Хатлон", "Суғд", "Бадахшон", "Андижон", "Бухоро", "Фарғона", "Жиззах", "Наманган", "Навоий", "Қашқадарё",
    "Қорақалпоғистон", "Самарқанд", "Сирдарё", "Сурхондарё", "Тошкент", "Хоразм",
)  # fmt: skip

# how an officer says of a unit that stands in no list that it counts nobody
NO_PEOPLE = "(no people)"
PEOPLE = re.compile(
    r"people|person|victim|survivor|beneficiar|individual|child|girl|boy|wom[ae]n|\bm[ae]n\b|minor|migrant|refugee|returnee|"
    r"case|patient|famil(?:y|ies)|household|orphan|\breturns?\b|نفر|افراد|قربانی|کودک|زن|مرد|лиц|человек|жертв|ребен|дет|женщин|мужчин|"
    r"дев(?:оч|уш)|мальчик|нафар|одам|"
    r"kishi|nafar|киши|کسان|تنه|افراد|لوگ|participant|trainee|student|pupil|client|resident|recipient|adolescent|\badults?\b",
    re.IGNORECASE,
)
# how numbers are written that are rounded to so many
IN_THOUSANDS = re.compile(r"thousand|million|billion|\bmln\b|тыс(?:яч|\.|\b)|миллион|млн|هزار|میلیون", re.IGNORECASE)
_BEFORE_THINGS = re.compile(r"^(?:total )?(?:number|no\.?|count|#) of |^#\s?", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"\s(?:of|in|at|for|from|over|under|aged|who|with|receiving|accepted|by|on|to|per|для|по|в|из|от|برای|در|از)\s"
    r"|\s?[(,/]|\s(?=\d)"
)
_DONE_TO_THINGS = re.compile(
    r"\s(?:supported|established|rebuilt|built|opened|held|adopted|equipped|created|delivered|inspected|printed|operating|"
    r"functioning|functional|running|active)$"
)
# words of which "(no people)" makes no things, beside those by which people are counted and told
_PLAINLY_PEOPLE = re.compile(
    r"\b(?:souls?|humans?|lives|kin|kinsfolk|relatives?|siblings?|cousins?|dependants?|dependents?|twins?|couples?|orphans?|"
    r"toddlers?|newborns?|runaways?|passengers?|guests?|visitors?|staff|members?|employees?|officers?|officials?|servants?|"
    r"maids?|dancers?|singers?|civilians?|fugitives?|hostages?|bod(?:y|ies)|corpses?|ppl|pocs?|tip|afghans?|pakistanis?|"
    r"iranians?|tajiks?|uzbeks?|turkmens?|kyrgyz|hazaras?|pashtuns?|nomads?|pregnanc(?:y|ies)|interviews?|interviewees?|"
    r"respondents?|beds?|dossiers?|applicants?|smugglers?|brokers?|bacha|begging|dead|injured|missing|adam|lass(?:es|ies?)?|lads?)\b"
    r"|\bдуш(?:а|и)?\b|\bраб(?:ы|ов|ыни|ынь)?\b|вдов|сест[её]?р|\bбрат|труп|тел[оа]?\b|ученик|o['‘’ʻ`]quvchi|ўқувчи|хонанда|талаба|"
    r"(?<!\w)(?:جان|تن|خانم|بیوه|خواهر|برادر|طفل|اطفال|نجونې|مېرمن|لوگ|بچ)",
    re.IGNORECASE,
)
# a word in letters of two alphabets that look alike is read by people, and by no list
_TWO_ALPHABETS = re.compile(r"[a-z]\w*[\u0370-\u04ff]|[\u0370-\u04ff]\w*[a-z]", re.IGNORECASE)
# whose a thing is, or what it is about
_WHOSE = re.compile(
    r"\b\w+(?:['’]s|s['’])\s(?=\w)|\b(?:child(?:ren)?|wom[ae]n|girls?|boys?|victims?|famil(?:y|ies)|person|case)"
    r"[ -](?:protection|friendly|marriage|labou?r|rights|safety|support|management|welfare|care|led)\s(?=\w)"
)


_FOR_WHOM = re.compile(r"(?:for|of|to|with|by|in|для|برای)\s")
# what was done to those who are named before it: girls rescued
_DONE = re.compile(r"(?:\s(?:\w+ed|sold|met|found|freed|taken|brought|sent|back|home))+$")


def counts_people_all_the_same(unit: str, *words: str) -> bool:
    """Does a unit say "(no people)" while the title of the indicator, or the name of a group, is one of people: girls
    rescued? unit and words in small letters. Kits for girls, and victims' shelters, are none."""
    return unit.endswith(NO_PEOPLE) and any(map(_names_people_last, words))


def _names_people_last(words: str) -> bool:
    counted = "" if _FOR_WHOM.match(words) else _WHOSE.sub("", _what_is_counted(words))
    last = _DONE.sub("", counted).rpartition(" ")[2]
    return bool(last) and (_plainly_people(last) or DONE_TO_PEOPLE.fullmatch(counted) is not None)


def counts_people(unit: str) -> bool:
    """Does a unit (in small letters) say that people are counted?"""
    return not counts_things(unit) and names_people(unit)


def names_people(words: str) -> bool:
    """Is what words in small letters say is counted people, or what is done to people?"""
    return PEOPLE.search(words) is not None or DONE_TO_PEOPLE.search(_what_is_counted(words)) is not None


def counts_things(unit: str) -> bool:
    """Does a unit (in small letters) say that things or shares are counted? One that stands in no list does not."""
    words = unit.removesuffix(NO_PEOPLE).strip()
    if SHARE.search(words) or THINGS.search(_what_is_counted(words)):
        return True
    return words != unit and not _plainly_people(words)


def _plainly_people(words: str) -> bool:
    """Is what words count people, whatever is said of them? Desks for women, and women's desks, are none."""
    counted = _WHOSE.sub("", _what_is_counted(words))
    kinds = (PEOPLE, DONE_TO_PEOPLE, SEX, AGE, _PLAINLY_PEOPLE, _TWO_ALPHABETS)
    return any(kind.search(counted) for kind in kinds)


def is_title_of_things(title: str, *of_whom: str | None) -> bool:
    """Does the title of an indicator without a unit say that things for people are counted: centres for women? of_whom:
    what else tells of whom a number is a part; with that, it may be people."""
    return not any(of_whom) and TITLES_OF_THINGS.search(_what_is_counted(title)) is not None


def _what_is_counted(words: str) -> str:
    """The words of a unit that say what is counted: training sessions, of training sessions for women."""
    counted = _OF_WHOM.split(_BEFORE_THINGS.sub("", words), maxsplit=1)[0].strip()
    return _DONE_TO_THINGS.sub("", IN_THOUSANDS.sub("", counted).strip())
