"""A person in a note that would be published refuses the file, in whatever language, and hears what to write."""

import csv

import pytest

from benchmarks.bench_guard import measure, notes
from data_access.cases.corrections.withdraw import withdraw
from data_access.errors import BadInput
from data_access.importing.guard.personal_data import personal_content

RESULTS = "id,body,programme,indicator,kind,value,unit,period_start,period_end,source_title,source_publisher,note\n"
ROW = 'r-1,IOM,Way home,Women assisted,actual,250,people,2024,2024,Annual report,IOM,"{}"\n'


def judged(note: str) -> str | None:
    return personal_content(note, is_key=False, is_published=True)


@pytest.fixture
def refusal(sqlite_cases, load, put, tmp_path):
    """Import a note of results, expect a refusal, and give its sentence and the rows of the report."""

    def run(note: str) -> tuple[str, list[dict[str, str]]]:
        with pytest.raises(BadInput, match="othing was loaded") as caught:
            load(sqlite_cases, put("results.csv", RESULTS + ROW.format(note)), format="results")
        return str(caught.value), list(csv.DictReader((tmp_path / "report.csv").open()))

    return run


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("دختر ۱۴ ساله از انجیل", "a description"),
        ("۱۴ سالہ لڑکی، انجیل", "a description"),
        ("۱۴ کلنه نجلۍ له انجیل څخه", "a description"),
        ("14 yoshli qiz, Injil", "a description"),
        ("14-yr-old girl from Injil", "a description"),
        ("14 y/o from Injil", "a description"),
        ("نامش شبنم است", "a name"),
        ("اسم او زرمینه است", "a name"),
        ("لڑکی کا نام صائمہ ہے", "a name"),
        ("victim no. 7 (Sana)", "a name"),
        ("Zarmina-jan came home", "a name"),
        ("call 07OO 123 456", "a phone number"),
    ],
)
def test_one_person_in_words_without_capitals(note, kind):
    assert (judged(note) or "").startswith(kind)


@pytest.mark.parametrize(
    "note",
    ["دختران ۱۴ تا ۱۷ ساله از هرات", "14 to 17-yr-olds from Injil", "a 5-yr-old programme in Herat",
     "case no. 7 (Herat)", "نام برنامه کمک است"],
)  # fmt: skip
def test_groups_and_programmes_pass(note):
    assert judged(note) is None


@pytest.mark.parametrize(
    ("link", "kind"),
    [
        ("https://iom.int/report?id=7&name=Fatima+Ahmadi", "a name"),
        ("https://iom.int/report#:~:text=Fatima%20Ahmadi", "a name"),
        ("https://iom.int/report?phone=0700123456", "a phone number"),
        ("https://iom.int/report?p=%2B93700123456", "a phone number"),
        ("https://iom.int/+93700123456", "a phone number"),
        ("https://iom.int/call#/+93700123456", "a phone number"),
        ("signal.me/#p/+93700123456", "a personal account"),
        ("https://chat.whatsapp.com/AbCdEf", "a personal account"),
    ],
)
def test_a_link_that_names_somebody_is_refused(link, kind):
    assert judged(link) == judged(f"Report, see {link}") == kind


@pytest.mark.parametrize(
    "link",
    ["https://docs.google.com/spreadsheets/d/1AbC", "https://drive.google.com/file/d/x/view", "forms.gle/abc",
     "https://office-my.sharepoint.com/:x:/g/personal/x", "https://www.dropbox.com/s/x/cases.xlsx", "https://we.tl/t-abc",
     "https://kf.kobotoolbox.org/#/forms/aBc", "https://ee.humanitarianresponse.info/x/aBc",
     "https://dl.dropboxusercontent.com/s/x/cases.xlsx", "https://docs.yandex.ru/docs/view?url=x",
     "http://192.168.1.5/cases", "https://127.0.0.1", "http://[fd00::1]/x",
     "http://intranet/cases", "https://server.local/x", "http://herat-office.lan:8080/x", "https://abc.onion/x"],
)  # fmt: skip
def test_a_link_that_not_everybody_may_follow_is_refused(link):
    assert judged(link) == judged(f"List of cases: {link}") == "a link that not everybody may follow"


@pytest.mark.parametrize(
    "path",
    [r"\\server\cases\list.xlsx", r"C:\Users\office\cases.xlsx", "D:/office/cases.xlsx", "/home/office/cases.xlsx",
     "file:///srv/cases.xlsx"],
)  # fmt: skip
def test_a_place_on_a_computer_is_refused(path):
    assert "a place on a computer" in (judged(f"List: {path}") or "")


@pytest.mark.parametrize(
    "link",
    ["https://iom.int/report?id=0700123456", "https://x.gov/?q=human+trafficking&lang=en", "https://a.org/a#section-Kabul",
     "https://www.unodc.org/doc?symbol=E/CN.15/2024", "https://a.org/?d=2024-03-31&doc=978-92-1-130329-2",
     "https://a.org/home/users/guide", "https://inbox.com/x", "https://8.8.8.8/report", "https://www.local.gov/x",
     "women/men and a/home/b, ratio 3:1 (A: yes)"],
)  # fmt: skip
def test_a_link_to_a_document_passes(link):
    assert judged(link) is None


@pytest.mark.parametrize("part", ["seen", "held out"])
def test_notes_of_reports_in_eight_languages(part):
    missed, alarms, bad, good = measure([note for note in notes() if note.part == part])
    assert bad >= 30
    assert good >= 30
    assert len(missed) <= 0.05 * bad
    assert len(alarms) <= 0.05 * good


@pytest.mark.parametrize(
    "note",
    ["A. Karimov took part", "Каримов А. принял участие", "م. احمدی حضور داشت",
     "Zarmina, aged 14, came home", "the survivor Parwana was helped", "Halima bint Sodiq", "Nodira opa came",
     "Rustam aka was heard", "Ms Nargis works now in the bakery", "дочь Салохиддина", "сын Рустама", "دختر زرمینه آمد"],
)  # fmt: skip
def test_a_name_is_found_by_what_stands_beside_it(note):
    assert judged(note) == "a name"


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("ID 401234567890", "an identity number"),
        ("born 12 Hamal 1388", "a birth date"),
        ("آدرس: کارته سه، کوچه مسجد", "an address"),
        ("N34 20 30 E62 12 10", "a coordinate"),
        ("IMEI 356938035643809", "an identity number"),
        ("Skype zarmina.h94", "a personal account"),
        ("телеграм mehri_92", "a personal account"),
        ("whatsapp her at shukria2005", "a personal account"),
        ("The case HRT-2023-0117 is closed", "the key of a case"),
    ],
)
def test_numbers_and_handles_are_found_by_the_word_before_them(note, kind):
    assert judged(note) == kind


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("The 14 year old girl from the village who was sold in May", "Girls of 14 to 17 years from 20 villages"),
        ("The only victim in the district was returned to her mother", "The only shelter in the district"),
        ("17-летняя девушка из села Лангар", "5-летний проект в селах Согда"),
        ("دختر ۱۵ ساله از یک قریه", "دختران ۱۴ تا ۱۷ ساله از قریه‌ها"),
        ("14 yoshli qiz onasiga topshirildi", "14-17 yoshli qizlar onalariga topshirildi"),
        ("14 سالہ لڑکی گاؤں سے", "14 سے 17 سال کی لڑکیاں گاؤں سے"),
    ],
)
def test_a_description_is_of_one_person_and_not_of_many(one, many):
    assert judged(one) == "a description by which one person may be known"
    assert judged(many) is None


def test_all_kinds_of_personal_data_of_a_cell_are_named(refusal):
    sentence, report = refusal("Ahmad Zahir, born 12.03.1989, mobile 0799123456, zahir@example.org")
    assert "an e-mail address, a birth date, a phone number and a name" in sentence
    assert "Say it of a group of people or of an office, or leave it out." in sentence
    assert "private" not in sentence
    assert [row["severity"] for row in report] == ["refusal"]


def test_several_kinds_are_named_in_every_column():
    found = personal_content("zahir@example.org 0700123456", is_key=False)
    assert found == "an e-mail address and a phone number"
    assert personal_content("passport P01234567", is_key=False, is_published=True) == "an identity number"


def test_the_key_of_a_case_in_the_database_is_not_published(case_engine, load, put, rows):
    load(case_engine, put("cases.csv", "case_key\nnimroz:77-b\n"))
    assert rows(case_engine, 'SELECT count(*) FROM "case"') == [(1,)]
    notes = put("results.csv", RESULTS + ROW.format("As told in nimroz:77-b, twice"))
    with pytest.raises(BadInput, match="the cell holds the key of a case, and would be published"):
        load(case_engine, notes, format="results")
    load(case_engine, put("other.csv", RESULTS + ROW.format("As told in nimroz:77-c, twice")), format="results")


def test_the_key_of_a_withdrawn_case_is_not_published(sqlite_cases, load, put, tmp_path):

    load(sqlite_cases, put("cases.csv", "case_key\nnimroz:77-b\n"))
    withdraw(sqlite_cases, ["nimroz:77-b"], lambda: None, tmp_path)
    with pytest.raises(BadInput, match="the key of a case"):
        load(sqlite_cases, put("results.csv", RESULTS + ROW.format("see nimroz:77-b")), format="results")


def test_a_key_of_the_same_files_is_no_provider(sqlite_cases, load, put):
    cases = put("cases.csv", "case_key\nHRT-2024-0001\n")
    services = put("services.csv", "case_key,service,provider\nHRT-2024-0001,Shelter,HRT-2024-0001\n")
    with pytest.raises(BadInput, match=r"services.csv, row 2, column provider.*the key of a case"):
        load(sqlite_cases, cases, services)


@pytest.mark.parametrize("name", ["Zarmina", "AHMAD ZAHIR", "zarghuna ahmadi", "A. Karimov", "Gulnoza Y."])
def test_a_provider_that_is_a_person_is_answered_with_write_the_organisation(sqlite_cases, load, put, name):
    cases = put("cases.csv", "case_key\nHRT-2024-0001\n")
    services = put("services.csv", f"case_key,service,provider\nHRT-2024-0001,Shelter,{name}\n")
    with pytest.raises(BadInput, match=r"a name\. Write the organisation, never a person"):
        load(sqlite_cases, cases, services)


@pytest.mark.parametrize("key", ["Zarghuna-1", "ZARGHUNA-AHMADI-2024-001", "nodira2007", "karimova_nodira_3"])
def test_a_key_made_of_a_name_is_refused(sqlite_cases, load, put, key):
    with pytest.raises(BadInput, match="the case key looks like a name"):
        load(sqlite_cases, put("cases.csv", f"case_key\nREG-2024-0001\n{key}\n"))


@pytest.mark.parametrize("key", ["ROSHAN-2024-001", "ROSHAN-00012", "HERAT-12", "FARAH-SHELTER-3", "NOOR-7"])
def test_a_register_may_have_a_name(sqlite_cases, load, put, key):
    assert load(sqlite_cases, put("cases.csv", f"case_key\n{key}\n"))["new"] == 1


ACTIVITY = """<iati-activities version="2.03"><iati-activity default-currency="USD">
<iati-identifier>{}</iati-identifier>
<reporting-org ref="XM-DAC-1" type="40"><narrative>Publisher</narrative></reporting-org>
<title><narrative>Project</narrative></title>
<result type="1"><title><narrative>R</narrative></title>
<indicator measure="1"><title><narrative>{}</narrative></title><period>
<period-start iso-date="2023-01-01"/><period-end iso-date="2023-12-31"/><actual value="100">

<comment><narrative>{}</narrative></comment></actual></period></indicator></result></iati-activity></iati-activities>"""


def iati_refusal(put, load, engine, *parts: str) -> str:
    with pytest.raises(BadInput, match="othing was loaded") as caught:
        load(engine, put("activities.xml", ACTIVITY.format(*parts)), format="iati")
    return str(caught.value)


def test_a_finding_in_an_iati_file_gives_activity_line_and_element(sqlite_cases, load, put, tmp_path):
    said = iati_refusal(put, load, sqlite_cases, "XM-DAC-1-AF7", "Women assisted", "Ahmad Zahir, 0799123456")
    assert said.startswith("activities.xml, activity XM-DAC-1-AF7, line 9, element comment: found personal data")
    row = next(csv.DictReader((tmp_path / "report.csv").open()))
    assert (row["sheet"], row["row"], row["column"]) == ("activity XM-DAC-1-AF7", "9", "comment")
    said = iati_refusal(put, load, sqlite_cases, "XM-DAC-1-AF7", "Help for Ahmad Zahir", "no comment")
    assert "activity XM-DAC-1-AF7, line 6, element title: found personal data" in said


def test_an_identifier_that_is_personal_is_not_repeated(sqlite_cases, load, put, tmp_path):
    said = iati_refusal(put, load, sqlite_cases, "AF-0799123456", "Women assisted", "Call 0799123456")
    assert "activity with a withheld identifier" in said
    assert "0799123456" not in said + (tmp_path / "report.csv").read_text()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["", "Protection"])
@pytest.mark.parametrize("tag", ["sector", "recipient-region"])
@pytest.mark.parametrize("code", ["Call Shabnam Noori 0799 123 456", "Shabnam-Noori", "ask_zarghuna.0799123456"])
def test_the_code_of_a_sector_of_ones_own_is_published_too(sqlite_cases, load, put, tag, code, name):
    sector = f'<{tag} vocabulary="99" code="{code}"><narrative>{name}</narrative></{tag}>'
    content = ACTIVITY.format("XM-1", "Women assisted", "no comment").replace("</title>", f"</title>{sector}", 1)
    with pytest.raises(BadInput, match="looks like a "):
        load(sqlite_cases, put("activities.xml", content), format="iati")
    own = content.replace(code, "counter-trafficking.2")
    assert load(sqlite_cases, put("own.xml", own), format="iati")["new"] == 2


@pytest.mark.parametrize(
    "note",
    [
        "survivor M., 16, from Guzara district returned to her uncle",
        "Client N (aged 22) was married to her cousin in Khulm",
        "M., 16 years old, from Guzara, is back with her mother",
        "Girl Z., 14, handed over to her father",
        "пострадавшая М., 16 лет, вернулась к тёте в Хатлон",
        "К., 19 лет, из Куляба, живёт у брата",
        "С.М., 17 сола, аз ноҳияи Восеъ",
    ],
)
def test_an_initial_with_an_age_and_a_place_or_a_relation_is_one_person(note):
    assert judged(note) is not None


@pytest.mark.parametrize(
    "note",
    [
        "house 14, Rudaki ave 55, Dushanbe",
        "Office at Rudaki Avenue 55, Dushanbe",
        "Lives at Jami Road 7",
        "flat 3, house 12b, Sino District",
        "She is in house 9, Karte Se",
    ],
)
def test_a_street_with_a_number_is_an_address(note):
    assert judged(note) == "an address"


@pytest.mark.parametrize(
    "note",
    [
        "Section C, 16 districts of Herat took part",
        "Group A, 14 women, from Balkh",
        "Vitamin A, 12 doses, from UNICEF",
        "Kabul Jalalabad Road 150 km repaired",
        "Silk Road 2023 programme",
        "Safe house 14 places, Herat",
        "Plan B, 12 months, from 2023",
        "Family support 24, Herat 12",
        "Group V, 16, from Khatlon",
    ],
)
def test_letters_of_groups_and_roads_are_no_person_and_no_address(note):
    assert judged(note) is None
