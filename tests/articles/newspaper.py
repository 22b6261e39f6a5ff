"""A small newspaper from the demo's own words: every kind of public page, every part of an article, in a second."""

from __future__ import annotations

import hashlib
import re
import tomllib
from datetime import date, timedelta
from pathlib import Path

from django.utils import timezone

from articles import demo
from articles.models import Article, Byline, Readership, Section, Source, Tagging
from articles.reads import heat
from newsroom.models import Identity, Page
from pictures.models import Picture
from tests.factories import ArticleFactory, AuthorFactory, PictureFactory, SectionFactory, TopicFactory

DEMO = Path(demo.__file__).parent
SECTIONS = ("الجزائر", "العالم", "اقتصاد", "تكنولوجيا", "علوم وبيئة", "مجتمع", "ثقافة", "رياضة")
LONG_HEADLINE = (
    "بعد تسعة عشر يوما من الانتظار على رصيف الميناء: كيف تحولت حاوية واحدة من قطع الغيار إلى قضية رأي عام "
    "شغلت ثلاث وزارات وأربع نقابات؟"
)

FULL_BODY = """
<p>تسعى الشركة <strong>بقوة</strong> إلى استقطاب المواهب. لغة C++ <a href="https://example.org/a?b=1">هنا</a>.</p>
<h2>كيف بدأت</h2><p>بدأت القصة قبل شهر.</p><h3>تفصيل</h3>
<ul><li>نقطة أولى</li><li>نقطة ثانية</li></ul><ol><li>أولا</li></ol>
<blockquote><p>قال قائل.</p></blockquote><hr>
<aside class="pull-quote"><p>لا نملك ملعبا لكننا نملك الطريق إليه.</p></aside>
<table><thead><tr><th>الحالة</th><th>العدد</th></tr></thead><tbody><tr><td>سليم</td><td>97</td></tr></tbody></table>
<p dir="ltr">What you do not use, you do not pay for.</p>
<figure data-embed="" data-url="https://www.youtube.com/watch?v=M0h1tDemo01"><a href="https://www.youtube.com/watch?v=M0h1tDemo01">https://www.youtube.com/watch?v=M0h1tDemo01</a></figure>
"""


def own_picture(n: int) -> Picture:
    return PictureFactory(digest=hashlib.md5(str(n).encode()).hexdigest(), has_avif=True)


def demo_stories() -> list[dict]:
    return [tomllib.loads(path.read_text()) for path in sorted((DEMO / "stories").glob("*.toml"))]


def full_story(section: Section) -> Article:
    """A story with everything a story can have."""
    story = ArticleFactory(
        published=True,
        headline=LONG_HEADLINE,
        section=section,
        kind=Article.Kind.INVESTIGATION,
        place="عنابة",
        picture=own_picture(1000),
        picture_caption="عقلان يتجاذبان الخيوط نفسها.",
        published_at=timezone.now() - timedelta(minutes=5),
        updated_at=timezone.now() - timedelta(minutes=1),
        update_note="صححنا عدد الحاويات.",
        body=FULL_BODY + f'<figure><img src="/x.webp" alt="بديل" data-file="{own_picture(1001).pk}"></figure>',
    )
    for position, name in enumerate(("ياسين ڨرّوف", "سلمى حدّاد")):
        author = AuthorFactory(
            name=name, role="مراسل", bio="يكتب عن القرى والطرق.", picture=own_picture(2000 + position)
        )
        Byline.objects.create(article=story, author=author, position=position)
    Source.objects.create(
        article=story,
        kind=Source.Kind.TRANSLATION,
        outlet="The Example Review",
        title="Nineteen days on the quay: C++, <cranes> & “containers”",
        url="https://example.org/quay?a=1&b=2",
        language="en",
        published_on=date(2025, 6, 27),
        author="A. Writer",
        translator="سلمى حدّاد",
    )
    for name in ("الذكاء الاصطناعي", "نقل"):
        Tagging.objects.create(article=story, topic=TopicFactory(name=name, description="من الميناء إلى البيت."))
    return story


def print_newspaper(stories: int = 47) -> dict[str, str]:
    """Fill the empty database; name → address of one page of each kind."""
    sections = [SectionFactory(name=name, description="ما يتغير كما يعيشه الناس.") for name in SECTIONS]
    now = timezone.now()
    for n, row in enumerate(demo_stories()[:stories]):
        ArticleFactory(
            published=True,
            headline=row["headline"],
            short_headline=row.get("short_headline", ""),
            standfirst=row.get("standfirst", ""),
            kind=row.get("kind", "news"),
            body=re.sub(r"<(figure|aside)\b.*?</\1>", "", row["body"], flags=re.DOTALL),
            section=sections[n % len(sections)],
            picture=own_picture(n) if n % 9 else None,
            published_at=now - timedelta(hours=n + 1),
        )
    story = full_story(sections[0])
    related = Article.objects.exclude(pk=story.pk).order_by("pk")[:3]
    for other in related:
        Tagging.objects.create(article=other, topic=story.topics.first())
        Byline.objects.create(article=other, author=story.authors.first())
    # Some of the newest and some of the oldest are what people read.
    for place, other in enumerate([*Article.objects.order_by("pk")[:4], *Article.objects.order_by("-pk")[1:5]]):
        Readership.objects.create(article=other, total=50, heat=heat(50 + place, now))
    identity = Identity.objects.get()
    identity.name, identity.tagline = "المحيط الإخباري", "الخبر يبدأ بالإنسان وينتهي به"
    identity.about, identity.footer_credit = "نحن منصة إخبارية شاملة.", "Created By M AGENCY"
    identity.facebook, identity.x = "https://www.facebook.com/mohitnews", "https://x.com/mohitnews"
    identity.save()
    page = Page.objects.create(title="شروط الاستخدام", slug="terms", body="<h2>أولا</h2><p>نص الشروط.</p>")
    plain = ArticleFactory(published=True, section=sections[1], headline="خبر بلا صورة", standfirst="", picture=None)
    return {
        "home": "/",
        "latest": "/latest/",
        "section": sections[0].get_absolute_url(),
        "topic": story.topics.first().get_absolute_url(),
        "author": story.authors.first().get_absolute_url(),
        "story": story.get_absolute_url(),
        "plain story": plain.get_absolute_url(),
        "static": page.get_absolute_url(),
        "topics": "/topics/",
        "corrections": "/corrections/",
        "most read": "/most-read/",
        "not found": "/nothing-is-here/",
    }
