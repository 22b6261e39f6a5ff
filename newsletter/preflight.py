"""Pre-flight: what is wrong with an issue before it is sent, in words for its editor.

An error keeps it from being sent; of a warning the editor decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import NamedTuple

from django.utils import timezone

from articles.checking import story_key
from articles.models import Article
from mohit import dates
from mohit.arabic import letter_count
from mohit.mail import mail_is_configured
from newsletter.mail_merge import MARKS
from newsletter.models import Issue, IssueStory
from newsletter.rendering import written
from newsletter.rendering.stories import placings_of

MOST_BYTES = 102_000  # of the HTML: Gmail cuts a longer mail, and with it the link that leaves the list
LONG_SUBJECT = 70  # letters; telephones show fewer

# What other systems put a reader's name into; here it would be sent as it stands.
PLACEHOLDER = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{[A-Za-z_][\w .]*\}|%[A-Za-z_]+%|%\(\w+\)s|\*\|.*?\|\*|\[\[.*?\]\]|<<.*?>>|\{\{|\}\}"
    r"|0mohit\w+0|\b(?:lorem ipsum|TODO|XXX+)\b",
    re.IGNORECASE,
)
OPENING, CLOSING = "\u202a\u202b\u202d\u202e\u2066\u2067\u2068", "\u202c\u2069"
CLOSED_BY = {**dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"), **dict.fromkeys("\u2066\u2067\u2068", "\u2069")}
LINK = re.compile(r'<a href="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
IMAGE = re.compile(r"""<img (?:[^>"]|"[^"]*")*>""")
ALT = re.compile(r'\salt="[^"]*[^"\s][^"]*"')


class Finding(NamedTuple):
    """`code` names the rule, `words` say it to the editor; a finding that blocks is an error."""

    code: str
    words: str
    blocks: bool = True


def examine(issue: Issue, at: datetime | None = None) -> list[Finding]:
    """What there is to say about `issue` if it is sent at `at` (default: its schedule, else now), errors first."""
    at = at or issue.scheduled_at or timezone.now()
    at = max(at, timezone.now()) if issue.state == Issue.State.SCHEDULED else at
    placings = placings_of(issue)
    found = [
        *of_subject(issue),
        *of_content(issue, placings),
        *of_stories(placings, at),
        *of_links(issue.intro, at),
        *of_texts(texts_of(issue, placings)),
        *of_mail(written(issue, placings).html),
        *of_list(issue),
        *of_repetition(issue, placings),
        *of_the_server(),
    ]
    return sorted(found, key=lambda finding: not finding.blocks)


def errors_of(issue: Issue, at: datetime | None = None) -> list[Finding]:
    return [finding for finding in examine(issue, at) if finding.blocks]


def of_subject(issue: Issue) -> Iterator[Finding]:
    if not issue.subject:
        yield Finding("no_subject", "لا عنوان للرسالة.")
    elif (letters := letter_count(issue.subject)) > LONG_SUBJECT:
        words = f"عنوان الرسالة طويل ({dates.count(letters, 'letter')}): يقطعه الهاتف بعد {LONG_SUBJECT} تقريبا."
        yield Finding("long_subject", words, blocks=False)


def of_content(issue: Issue, placings: list[IssueStory]) -> Iterator[Finding]:
    if not placings and not issue.intro:
        yield Finding("empty", "العدد فارغ: لا قصص فيه ولا كلمة من المحرر.")
    elif not placings:
        yield Finding("no_stories", "لا قصص في العدد، وليس فيه إلا كلمة المحرر.", blocks=False)


def of_stories(placings: list[IssueStory], at: datetime) -> Iterator[Finding]:
    for placing in placings:
        if why := hidden(placing.article, at):
            yield Finding("hidden_story", f"القصة «{placing.article.headline}» {why}.")


def hidden(article: Article, at: datetime) -> str:
    """Why readers would not see the story at that moment; empty if they would."""
    if article.status == Article.Status.WITHDRAWN:
        return "مسحوبة من الموقع"
    if article.status != Article.Status.PUBLISHED:
        return "لم تنشر"
    if not article.is_public(at):
        return f"لا تنشر قبل {dates.moment(article.published_at)}، أي بعد إرسال العدد"
    return ""


def of_links(html: str, at: datetime) -> Iterator[Finding]:
    """Where the editor's own words lead: to stories of this site, and nowhere with a reader's own values."""
    if any(MARKS.search(address) for address in LINK.findall(html)):
        yield Finding("placeholder", "في كلمة المحرر رابط فيه علامة محجوزة لروابط القراء: اكتب رابطا آخر.")
    keys = {key for address in LINK.findall(html) if (key := story_key(unescape(address)))}
    rows = Article.objects.only("headline", "status", "published_at").in_bulk(keys)
    for key in sorted(keys):
        if key not in rows:
            yield Finding("dead_link", f"في كلمة المحرر رابط إلى مقال غير موجود (رقمه {key}).")
        elif why := hidden(rows[key], at):
            yield Finding("hidden_link", f"في كلمة المحرر رابط إلى قصة {why}: «{rows[key].headline}».")


def texts_of(issue: Issue, placings: list[IssueStory]) -> dict[str, str]:
    """What people typed, by where it stands."""
    texts = {
        "عنوان الرسالة": issue.subject,
        "السطر التمهيدي": issue.preheader,
        "كلمة المحرر": unescape(TAG.sub("\n", issue.intro)),
    }
    for number, row in enumerate(placings, 1):
        texts[f"عنوان القصة {number}"] = row.headline or row.article.headline
        texts[f"مقدمة القصة {number}"] = row.standfirst or row.article.standfirst
    return texts


def of_texts(texts: dict[str, str]) -> Iterator[Finding]:
    for place, text in texts.items():
        if found := PLACEHOLDER.search(text):
            yield Finding("placeholder", f"بقي في {place} ما لم يملأ: «{found[0]}».")
        if not all(is_balanced(line) for line in text.splitlines()):
            yield Finding("bidi", f"في {place} علامة اتجاه خفية لا تقابلها علامة إغلاق: أعد كتابة النص.")


def is_balanced(line: str) -> bool:
    """Whether each invisible sign that opens a direction is closed, in its order (UAX #9)."""
    opened: list[str] = []
    for sign in line:
        if sign in OPENING:
            opened.append(CLOSED_BY[sign])
        elif sign in CLOSING and (not opened or opened.pop() != sign):
            return False
    return not opened


def of_mail(html: str) -> Iterator[Finding]:
    size = len(html.encode())
    if size > MOST_BYTES:
        words = f"حجم الرسالة {dates.number(size // 1000)} ألف بايت، وما زاد على 102 يقطعه بريد جيميل: قلل القصص."
        yield Finding("size", words)
    bare = sum(not ALT.search(image) for image in IMAGE.findall(html))
    if bare:
        yield Finding("alt", f"ما في العدد من صور بلا نص بديل: {bare}. اكتبه في مكتبة الصور.")


def of_list(issue: Issue) -> Iterator[Finding]:
    if not issue.mailing_list.is_active:
        yield Finding("idle_list", f"القائمة «{issue.mailing_list}» موقوفة.")
    if not issue.mailing_list.subscriptions.filter(state="active").exists():
        yield Finding("nobody", "لا مشترك في القائمة بعد: لن يصل العدد إلى أحد.", blocks=False)


def of_repetition(issue: Issue, placings: Iterable[IssueStory]) -> Iterator[Finding]:
    articles = {row.article_id: row.article for row in placings}
    other = IssueStory.objects.filter(article__in=articles, issue__mailing_list=issue.mailing_list_id)
    sent = other.filter(issue__started_at__isnull=False).exclude(issue=issue.pk)
    for key in sorted(set(sent.values_list("article", flat=True)), key=list(articles).index):
        words = f"سبق أن أرسلت القصة «{articles[key].headline}» إلى هذه القائمة."
        yield Finding("sent_before", words, blocks=False)


def of_the_server() -> Iterator[Finding]:
    if not mail_is_configured():
        yield Finding("no_server", NO_SERVER, blocks=False)


NO_SERVER = "لم يضبط خادم بريد بعد: لا تصل الرسائل إلى أحد، بل تحفظ ملفات على الخادم حتى يضبطه مدير النظام."
