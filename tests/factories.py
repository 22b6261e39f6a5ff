"""Rows for tests, in readable Arabic."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import factory
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from articles.models import Article, Author, Section, Topic
from comments.models import Comment
from newsroom.models import User
from pictures.models import Picture


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ["username"]

    username = factory.Sequence(lambda n: f"user{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@mohit.test")
    name = "أمينة بن علي"
    is_staff = True


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    name = factory.Sequence(lambda n: f"قسم {n}")
    slug = factory.Sequence(lambda n: f"section-{n}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"موضوع {n}")


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"كاتبة {n}")


def jpeg(width: int = 1600, height: int = 900, colour: str = "teal") -> bytes:
    """A plain JPEG of that many pixels."""
    buffer = BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, "JPEG")
    return buffer.getvalue()


class PictureFactory(factory.django.DjangoModelFactory):
    """A row of the library whose original exists but whose renditions were not made."""

    class Meta:
        model = Picture

    file = factory.LazyFunction(lambda: ContentFile(jpeg(80, 45), name="picture.jpg"))
    alt = "قوارب صيد راسية عند الفجر"
    caption = "ميناء الصيد في الجزائر"
    credit = "سليم قادري"
    width = 1600
    height = 900
    digest = factory.Sequence(lambda n: f"{n:032x}")


class ArticleFactory(factory.django.DjangoModelFactory):
    """A draft; `published=True` makes it public since an hour ago."""

    class Meta:
        model = Article

    class Params:
        published = factory.Trait(
            status=Article.Status.PUBLISHED,
            published_at=factory.LazyFunction(lambda: timezone.now() - timedelta(hours=1)),
        )

    headline = factory.Sequence(lambda n: f"كواليس الحرب الباردة بين ميتا وOpenAI {n}")
    standfirst = "لا تحظى عمليات استقطاب المواهب عادة بانتشار واسع."
    body = "<p>بدأت القصة مع شعور الشركة بالإحباط.</p>"
    section = factory.SubFactory(SectionFactory)


class CommentFactory(factory.django.DjangoModelFactory):
    """A comment that waits; `approved=True` makes it public."""

    class Meta:
        model = Comment

    class Params:
        approved = factory.Trait(status=Comment.Status.APPROVED)

    article = factory.SubFactory(ArticleFactory, published=True)
    author_name = "خديجة من وهران"
    text = factory.Sequence(lambda n: f"شكرا على هذا المقال المفصل {n}")
