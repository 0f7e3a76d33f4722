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
    r"ayol|erkak|\bqiz|аёл|эркак|(?<!\w)زن|مرد|ښځ|سړی|عورت|خواتین|خاتون"
)
_CHILDREN = (
    r"\bдет(?:и|ей|ям|ск)|реб[её]н|подрост|несовершеннолет|кӯдак|наврас|ноболиғ|\bbola|o['‘’ʻ]smir|\bбола|کودک|طفل|اطفال|ماشوم|بچے|نابالغ|"
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
    r"\b(?:days?|weeks?|months?|hours?|years?|USD|EUR|AFN|PKR|GBP|dollars?|cent(?:re|er)s?|shelters?|schools?|class(?:es)?|"
    r"sites?|spaces?|offices?|clinics?|helplines?|hotlines?|calls?|trainings?|sessions?|courses?|workshops?|"
    r"meetings?|conferences?|campaigns?|events?|visits?|provinces?|districts?|villages?|countr(?:y|ies)|"
    r"committees?|groups?|teams?|clubs?|networks?|organi[sz]ations?|systems?|mechanisms?|laws?|polic(?:y|ies)|plans?|"
    r"agreements?|memorand\w+|mous?|reports?|studies|surveys?|kits?|packages?|vehicles?|documents?)$"
    r"|рубл|^(?:\w+(?:ые|ых|ие|их|ая|ий|ый) )?(?:центр|звонк|тренинг|закон|школ[аыу]?\b)"
    r"|^(?:مرکز|مراکز|مکتب|مکاتب|قانون|قوانین|برنامه|تماس)",
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
    r"referred|assisted|rescued|returned|helped|supported|sheltered|admitted|repatriated|reunified|arrested|школьни\w+|учени\w+|студент\w*|пострадавш\w+|выявлен\w+)$",
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
