"""An issue's mail: golden files of a list of issues, and what every one of them must hold (arabic.md, 3.4).

After a wanted change run them once with MOHIT_WRITE_GOLDEN=1, and look at the difference.
"""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest

from ads.models import Placement
from articles.models import Article, Byline
from newsletter.links import choices_address, leave_address
from newsletter.mail_merge import TOKEN
from newsletter.models import Issue, IssueStory
from newsletter.rendering import render
from tests.ads.factories import (
    AdvertiserFactory,
    BookingFactory,
    CampaignFactory,
    CreativeFactory,
    CreativeImageFactory,
)
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory
from tests.newsletter.factories import IssueFactory, MailingListFactory

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).parent / "golden"
MOST_BYTES = 102_000  # Gmail cuts a longer mail, and with it the link that leaves the list
VOID = {"br", "hr", "img", "meta", "link", "input", "col"}
DIRECTED = {"table", "tr", "td", "th", "p", "h1", "h2", "h3", "ul", "ol", "li", "blockquote", "div"}
LOGICAL = re.compile(r"(margin|padding|border|inset)-(inline|block|start|end)|text-align:\s*(start|end)|inline-size")
LONG = (
    "خمسة وعشرون عاما من البحث عن ماء تحت رمال توات، وحكاية الفقارة "
    "التي ما زالت تسقي واحة لا تصلها الطريق ولا تغيب عنها الشمس، كما يرويها آخر حراسها"
)


class Elements(HTMLParser):
    """Every element with its attributes; fails on a tag that nothing opened or nothing closed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, tag
        assert self.open.pop() == tag


def elements(html: str) -> list[tuple[str, dict[str, str]]]:
    parser = Elements()
    parser.feed(html)
    parser.close()
    assert parser.open == []
    return parser.found


def story(pk: int, *, author: str = "", **facts: object) -> Article:
    section = SectionFactory(name="اقتصاد", slug="economy") if pk % 2 else SectionFactory(name="مجتمع", slug="society")
    article = ArticleFactory(pk=pk, section=section, published=True, **facts)
    if author:
        Byline.objects.create(article=article, author=AuthorFactory(name=author, slug=f"author-{pk}"))
    return article


def picture(pk: int, **facts: object) -> object:
    return PictureFactory(digest=f"{pk:032x}", **facts)


def none() -> list[Article]:
    return []


def one() -> list[Article]:
    return [story(101, headline="ميناء وهران يستقبل أول سفينة", slug="ميناء", picture=picture(1))]


def ten() -> list[Article]:
    return [
        story(
            110 + n,
            headline=f"عنوان القصة ذات الرقم {n} في عدد من عشر قصص",
            slug=f"قصة-{n}",
            picture=picture(n + 1, width=900, height=1200 if n == 3 else 600),
        )
        for n in range(10)
    ]


def long() -> list[Article]:
    return [story(131 + n, headline=LONG, slug="طويل", standfirst=f"{LONG} {LONG}"[:600]) for n in range(3)]


def mixed() -> list[Article]:
    return [
        story(
            141,
            headline="OpenAI تطلق GPT-6 وتنافس C++ و@mohit في “سباق العقول”",
            slug="سباق",
            standfirst="قال Sam Altman إن النسخة 6.1 (beta) أسرع بـ 45% & أرخص <من> غيرها: https://openai.com/gpt.",
            picture=picture(5, alt='قوارب "صيد" <راسية> عند الفجر'),
        )
    ]


def plain() -> list[Article]:
    return [story(151 + n, headline=f"قصة بلا صورة {n}", slug="بلا") for n in range(2)]


def opinion() -> list[Article]:
    return [
        story(161, headline="ضد السرعة", slug="ضد", kind="opinion", author="رضا شاوش", picture=picture(6)),
        story(162, headline="كان أبي مصرفا", slug="أبي", kind="opinion", author="Nora O’Brien"),
    ]


def sponsored() -> list[Article]:
    """The booking is of the list that `issue_of` makes for this case."""
    Placement.objects.filter(name="newsletter").update(id=70)
    moment = datetime(2026, 11, 25, tzinfo=UTC)
    times = {"starts_at": moment, "ends_at": moment + timedelta(days=1)}
    advertiser = AdvertiserFactory(name="Sahara Motors للسيارات")
    campaign = CampaignFactory(kind="sponsorship", advertiser=advertiser, creative=None, **times)
    creative = CreativeFactory(
        pk=71, campaign=campaign, alt="سيارة أمام كثبان: «اكتشف الجنوب»", square=None, strip=None
    )
    for number, (width, height) in enumerate(((320, 50), (300, 250), (300, 600), (728, 90))):
        CreativeImageFactory(creative=creative, width=width, height=height, file=f"panels/0a/{number:032x}.webp")
    BookingFactory(campaign=campaign, placement_id=70, section="daily-sponsored", **times)
    return [story(171 + n, headline=f"قصة من عدد فيه إشهار {n}", slug="إشهار") for n in range(2)]


CASES = {function.__name__: function for function in (none, one, ten, long, mixed, plain, opinion, sponsored)}
INTRO = (
    '<p>صباح الخير. اخترنا لك <strong>أهم</strong> ما نشرناه، و<a href="/latest/">الباقي هنا</a>.</p>'
    '<ul><li>الماء</li><li>الخبز وC++</li></ul><p dir="ltr">In English, <a href="https://example.org/a">once</a>.</p>'
)


def issue_of(case: str) -> Issue:
    """An issue whose every visible value is fixed: keys, moments, digests."""
    mailing_list = MailingListFactory(
        pk=900 + list(CASES).index(case),
        name="النشرة اليومية",
        slug=f"daily-{case}",
        imprint="دار المحيط، 12 شارع ديدوش مراد، الجزائر",
    )
    moment = datetime(2026, 11, 25, 6, tzinfo=UTC)
    issue = IssueFactory(
        pk=700 + list(CASES).index(case),
        mailing_list=mailing_list,
        subject="نهاية الأبواب المغلقة في OpenAI",
        preheader="" if case == "ten" else "وفي العدد: ثلاثة مصارف، وقطار الجسر",
        intro="" if case == "one" else INTRO,
        state=Issue.State.SCHEDULED,
        scheduled_at=moment,
    )
    for position, article in enumerate(CASES[case]()):
        IssueStory.objects.create(issue=issue, article=article, position=position)
    return issue


@pytest.fixture(autouse=True)
def named_sections() -> None:
    """`story` asks for the same two sections again and again."""
    SectionFactory._meta.django_get_or_create = ("slug",)
    yield
    SectionFactory._meta.django_get_or_create = ()


@pytest.mark.parametrize("case", CASES)
def test_it_writes_what_the_golden_files_hold(case: str) -> None:
    rendered = render(issue_of(case))

    for name, content in (("html", rendered.html), ("txt", rendered.text)):
        path = GOLDEN / f"{case}.{name}"
        if os.environ.get("MOHIT_WRITE_GOLDEN"):
            path.write_text(content)
        assert path.read_text() == content, path.name


@pytest.mark.parametrize("case", CASES)
def test_it_says_the_direction_in_every_cell(case: str) -> None:
    for tag, attributes in elements(render(issue_of(case)).html):
        if tag not in DIRECTED:
            continue
        assert attributes.get("dir") in ("rtl", "ltr"), (tag, attributes)
        if tag not in ("tr", "table"):
            aligned = "right" if attributes["dir"] == "rtl" else "left"
            style = attributes["style"].replace(" ", "")
            assert f"direction:{attributes['dir']}" in style, (tag, attributes)
            assert f"text-align:{aligned}" in style, (tag, attributes)


@pytest.mark.parametrize("case", CASES)
def test_it_needs_no_style_sheet_script_or_font_of_ours(case: str) -> None:
    html = render(issue_of(case)).html

    assert not LOGICAL.search(html)
    assert not re.search(
        r"<(script|link|form|svg|video|iframe|bdi)\b|@font-face|url\(|var\(|display:\s*(flex|grid)", html
    )
    # What is left of the style sheet holds for narrow screens and dark ones alone.
    outside = re.sub(
        r"@media[^{]*\{(?:[^{}]*\{[^}]*\})*[^}]*\}", "", re.search("<style>(.*?)</style>", html, re.DOTALL)[1]
    )
    assert "direction" not in outside or 'dir="rtl"' in html
    for tag, attributes in elements(html):
        if "class" in attributes and tag in ("td", "p", "h1", "h2"):
            assert attributes.get("style"), (tag, attributes)


@pytest.mark.parametrize("case", CASES)
def test_it_fits_into_what_programs_show_whole(case: str) -> None:
    assert len(render(issue_of(case)).html.encode()) < MOST_BYTES


@pytest.mark.parametrize("case", CASES)
def test_it_gives_pictures_their_size_and_words(case: str) -> None:
    html = render(issue_of(case)).html
    shown = [attributes for tag, attributes in elements(html) if tag == "img"]

    assert len(shown) == {"one": 1, "ten": 10, "mixed": 1, "opinion": 1, "sponsored": 1}.get(case, 0)
    for attributes in shown:
        assert int(attributes["width"]) <= 544
        assert int(attributes["height"]) > 0
        assert attributes["alt"]
        assert attributes["src"].startswith("http://testserver/media/")
        assert attributes["src"].endswith(".webp")
    # Outlook for Windows, which draws no WebP, reads its comments; of a sponsorship it shows the words.
    assert len(re.findall(r"<!--\[if mso\]><img [^>]*\.jpg", html)) == len(shown) - (case == "sponsored")


@pytest.mark.parametrize("case", CASES)
def test_it_leads_to_whole_addresses(case: str) -> None:
    for tag, attributes in elements(render(issue_of(case)).html):
        if tag == "a":
            assert re.match(r"https?://|mailto:", attributes["href"]), attributes


@pytest.mark.parametrize("case", CASES)
def test_it_says_the_same_in_both_parts(case: str) -> None:
    issue = issue_of(case)
    rendered = render(issue)
    plain = re.sub("[\u2066-\u2069]", "", rendered.text)
    places = [plain.find(row.article.headline) for row in issue.placings.all().select_related("article")]

    assert -1 not in places
    assert plain.find(issue.subject) >= 0
    if case != "long":  # whose headlines are all the same
        assert places == sorted(places)
        assert len(set(places)) == len(places)


@pytest.mark.parametrize("case", CASES)
def test_it_tells_each_reader_how_to_leave(case: str) -> None:
    issue = issue_of(case)
    rendered = render(issue)

    for content in rendered:
        assert leave_address(issue.mailing_list, TOKEN) in content
        assert choices_address(TOKEN) in content
        assert f"{issue.get_absolute_url()}" in content
        assert "لأنك اشتركت في" in content
        assert "شارع ديدوش مراد" in content
        assert content.count(TOKEN) == 2


def test_it_renders_the_same_bytes_again() -> None:
    issue = issue_of("ten")

    assert len({render(Issue.objects.get(pk=issue.pk)) for _ in range(3)}) == 1


def test_it_makes_the_same_queries_for_two_and_for_ten(django_assert_num_queries: object) -> None:
    few, many = (Issue.objects.select_related("mailing_list").get(pk=issue_of(case).pk) for case in ("plain", "ten"))

    # the placings, their stories, the identity, what is booked for its placement
    for issue in (few, many):
        with django_assert_num_queries(4):
            render(issue)


def test_it_shows_the_words_written_for_the_issue() -> None:
    issue = issue_of("one")
    issue.placings.update(headline="عنوان للنشرة", standfirst="مقدمة للنشرة")

    rendered = render(issue)

    for content in rendered:
        assert "عنوان للنشرة" in content
        assert "مقدمة للنشرة" in content
        assert "ميناء وهران" not in content


def test_it_turns_english_paragraphs_of_the_intro_round() -> None:
    html = render(issue_of("plain")).html
    paragraph = next(attributes for tag, attributes in elements(html) if tag == "p" and attributes.get("dir") == "ltr")

    assert "direction:ltr" in paragraph["style"].replace(" ", "")


def test_it_keeps_no_picture_or_table_in_the_intro() -> None:
    issue = IssueFactory(
        intro='<p>نص</p><img src="/media/renditions/1.webp" alt="صورة" data-file="1">'
        "<table><tr><td>خلية</td></tr></table>"
        '<aside data-article="1"><a href="/x/1/">قصة</a></aside>'
    )

    assert issue.intro == "<p>نص</p><p>خلية</p>"
