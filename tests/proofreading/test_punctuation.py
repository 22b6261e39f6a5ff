"""What proofreading finds in a line and how it is mended; and, more of it, what it leaves alone."""

from __future__ import annotations

import pytest

from mohit.proofreading import Block, proofread
from mohit.proofreading.tidying import applied

# (the line, the codes of its findings, the line with every suggestion taken)
WRONG = [
    # Latin signs in an Arabic sentence.
    ("قال الوزير, ثم خرج", ["latin_comma"], "قال الوزير، ثم خرج"),
    ("قال الوزير ,ثم خرج", ["latin_comma"], "قال الوزير، ثم خرج"),
    ("قال الوزير,ثم خرج", ["latin_comma"], "قال الوزير، ثم خرج"),
    ("اكتبوا إلى news@mohit.example, أو زورونا", ["latin_comma"], "اكتبوا إلى news@mohit.example، أو زورونا"),
    ("في سنة 2024, قال", ["latin_comma"], "في سنة 2024، قال"),
    ("شركة Scale AI, وهي أمريكية", ["latin_comma"], "شركة Scale AI، وهي أمريكية"),
    ("أعلنت «ميتا», أمس", ["latin_comma"], "أعلنت «ميتا»، أمس"),
    ("وهران, Oran بالفرنسية", ["latin_comma"], "وهران، Oran بالفرنسية"),
    ("مُحَمَّدٌ, وعلي", ["latin_comma"], "مُحَمَّدٌ، وعلي"),
    ("أولا، ثانيا, ثالثا", ["mixed_commas"], "أولا، ثانيا، ثالثا"),
    ("خرج; ثم عاد", ["latin_semicolon"], "خرج؛ ثم عاد"),
    ("من قال هذا?", ["latin_question"], "من قال هذا؟"),
    ("من قال “نعم”?", ["latin_question"], "من قال “نعم”؟"),
    ("كم عدد سكان المدينة في 2025?", ["latin_question"], "كم عدد سكان المدينة في 2025؟"),
    ("ماذا?! قال", ["latin_question"], "ماذا؟! قال"),
    # Tatweel.
    ("الجـــزائر اليوم", ["tatweel"], "الجزائر اليوم"),
    ("مُحَـمَّد كتب", ["tatweel"], "مُحَمَّد كتب"),
    ("الحـكومـة قالت", ["tatweel"], "الحكومة قالت"),
    ("لـفرنسا نصيب", ["tatweel"], "لفرنسا نصيب"),
    # Spaces.
    ("قال  الوزير", ["spaces"], "قال الوزير"),
    ("قال \u00a0 الوزير", ["spaces"], "قال الوزير"),
    ("قال الوزير ، ثم خرج", ["space_before"], "قال الوزير، ثم خرج"),
    ("من قال هذا ؟", ["space_before"], "من قال هذا؟"),
    ("انتهى الأمر .", ["space_before"], "انتهى الأمر."),
    ("قال الوزير : سنعود", ["space_before"], "قال الوزير: سنعود"),
    ("قال،ثم خرج", ["space_after"], "قال، ثم خرج"),
    ("خرج؛ثم عاد", ["space_after"], "خرج؛ ثم عاد"),
    # Dots.
    ("ثم صمت...", ["ellipsis"], "ثم صمت…"),
    ("ثم صمت.....وعاد", ["ellipsis"], "ثم صمت…وعاد"),
    # The conjunction on its own.
    ("قال و ذهب", ["detached_waw"], "قال وذهب"),
    ("قال و  ذهب", ["detached_waw"], "قال وذهب"),
    ("و قال الوزير", ["detached_waw"], "وقال الوزير"),
    ("«ميتا» و «غوغل»", ["detached_waw"], "«ميتا» و«غوغل»"),
    ("(و قال) ثم خرج", ["detached_waw"], "(وقال) ثم خرج"),
    # Doubled signs.
    ("قال الوزير،، ثم خرج", ["doubled"], "قال الوزير، ثم خرج"),
    ("قال الوزير،, ثم خرج", ["doubled"], "قال الوزير، ثم خرج"),
    # Several at once, in their order.
    ("قال  الوزير, و ذهب...", ["spaces", "latin_comma", "detached_waw", "ellipsis"], "قال الوزير، وذهب…"),
]

INNOCENT = [
    "",
    "قال الوزير، ثم خرج؛ وعاد. لماذا؟",
    # Numbers.
    "بلغ العدد 1,000,000 نسمة",
    "النتائج 5, 6, 7 و8",
    "الساعة 10:30 صباحا",
    "بلغت 3.5 في المئة",
    # Latin runs.
    "شركة Apple, Google, Meta تتنافس",
    "قرأت Who, What, Where? في الصحيفة",
    "كتب “Hello, world; how are you?” بالإنجليزية",
    "رواية Wait... What لكاتبها",
    "برنامج Visual  Studio للمبرمجين",
    "صحيفة The Guardian?",
    # Addresses.
    "انظر https://example.com/a,b;c?d=1... للمزيد",
    "راسلونا على news@mohit.example أو زورونا",
    "الصفحة www.mohit.example/?q=1;2 مفتوحة",
    # Tatweel that the rules of writing ask for.
    "سنة 1447هـ الموافق",
    "الـ100 مليون دولار",
    "الـ 100 مليون دولار",
    "لـ “ميتا” نصيب",
    "لـ«ميتا» نصيب",
    "لـOpenAI حصة",
    "لـ OpenAI حصة",
    "والـ BBC أيضا",
    "أ ـ الفقرة الأولى",
    "هـ. ثم الفقرة التالية",
    # Two dots are a manner of headlines.
    "مزحة.. إلى أن تغير الوضع",
    # و that is no conjunction.
    "حرف و في أول الكلمة",
    "الفقرات أ، ب، و",
    "البند (و) من المادة",
    "و. محمود كاتب",
    "وزير وولد وورد",
    "صراع بين ميتا و OpenAI على المواهب",
    # Spaces that belong there.
    "10\u00a0كم و20\u202fكم",
    "أهلا :)",
    "سطر\nوسطر بعده",
    "النسبة 5 : 3 لصالحهم",
    # Emoticons and entities.
    "شكرا ;)",
    # Decimal and thousands of Arabic digits.
    "بلغ ١٬٠٠٠ و٣٫٥",
    "هل هذا صحيح؟! نعم!",
    "وهران (الجزائر)، وتونس",
]


@pytest.mark.parametrize(("line", "codes", "mended"), WRONG)
def test_it_finds_what_is_wrong_and_mends_it(line: str, codes: list[str], mended: str) -> None:
    findings = proofread([Block("body", 0, line)])

    assert [finding.code for finding in findings] == codes
    assert all(line[finding.start : finding.end] == finding.text for finding in findings)
    assert applied(line, findings) == mended
    assert proofread([Block("body", 0, mended)]) == []


@pytest.mark.parametrize("line", INNOCENT)
def test_it_leaves_the_innocent_alone(line: str) -> None:
    assert proofread([Block("body", 0, line)]) == []


@pytest.mark.parametrize(
    "line",
    ['He said, then left... "and  so?', "Hello, world ?", "Wait...  what"],
)
def test_it_reads_no_foreign_line(line: str) -> None:
    assert proofread([Block("body", 0, line)]) == []
    assert proofread([Block("body", 0, "قال, ثم", is_ltr=True)]) == []


def test_it_takes_commas_of_two_kinds_in_one_story_for_mixed() -> None:
    findings = proofread([Block("headline", 0, "أولا، ثم"), Block("body", 3, "قال, ثم")])
    assert [(f.code, f.field, f.block) for f in findings] == [("mixed_commas", "body", 3)]
