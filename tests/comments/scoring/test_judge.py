"""What holds a comment: one rule after the other, and all of them together in two queries."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.models import Comment, Contact, ListedWord, Policy, WordListVersion, the_policy
from comments.scoring import RULES, judge, text_key
from comments.scoring.looks import is_mostly_marks, looks
from comments.submission import Submission
from tests.arabic.test_properties import anything
from tests.factories import ArticleFactory, CommentFactory

ORDINARY = "قرأت المقال كله، وأشكر الكاتب على الأرقام التي جاء بها. بقي سؤال واحد: من يدفع كلفة هذا المشروع؟"
SPAM_TEXT = "ادخل إلى الموقع الذي في صورتي وستربح معي كل يوم"


def sent(text: str = ORDINARY, **values: object) -> Submission:
    given = {
        "article_pk": 1,
        "parent": None,
        "author_name": "خديجة",
        "email": "reader@example.com",
        "email_key": "reader@example.com",
        "text": text,
        "source": "192.0.2.7",
        "agent": "Mozilla/5.0",
        "received_at": timezone.now(),
    }
    return Submission(**{**given, **values})


def rules(submission: Submission) -> list[str]:
    return [one.rule for one in judge(submission).found]


def before(count: int, *, text: str = "", ago: timedelta = timedelta(hours=5), **values: object) -> list[Comment]:
    """Comments that came earlier, from the same place unless `source` or `email_key` say otherwise."""
    contact = {"source": values.pop("source", "192.0.2.7"), "email_key": values.pop("email_key", "reader@example.com")}
    article = ArticleFactory(published=True)
    made = []
    for number in range(count):
        said = text or f"كلام آخر لا يشبه غيره ورقمه {number}"
        made.append(
            CommentFactory(
                article=article, text=said, text_key=text_key(said), created_at=timezone.now() - ago, **values
            )
        )
        Contact.objects.create(comment=made[-1], **contact)
    return made


@pytest.mark.django_db
class TestWords:
    def test_it_holds_a_listed_word_and_shows_where(self) -> None:
        text = "كاتب هذا المقال حـمـــار كبير"
        [found] = judge(sent(text)).found

        assert (found.rule, found.points) == ("word_hold", 10)
        assert text[found.start : found.end] == "حـمـــار"
        assert found.detail == "كلمة من قائمة الحجز: «حمار»"
        assert judge(sent(text)).points >= the_policy().hold_points

    def test_it_says_how_the_word_was_hidden(self) -> None:
        [found] = judge(sent("كاتب هذا المقال ح م ا ر كبير")).found

        assert found.detail == "كلمة من قائمة الحجز: «حمار» (حروفها مفرقة)"

    def test_it_files_what_the_block_list_names(self) -> None:
        ListedWord.objects.create(text="مطعم الزيتونة", kind="block")

        verdict = judge(sent("تعالوا إلى مطعم الزيتونــة"))

        assert verdict.is_blocked
        assert [one.rule for one in verdict.found] == ["word_block"]
        assert not judge(sent("كاتب هذا المقال حمار")).is_blocked

    def test_it_only_holds_a_guess_of_the_block_list(self) -> None:
        ListedWord.objects.create(text="زرنيخ", kind="block")

        assert judge(sent("شربت زرنيخا")).is_blocked
        verdict = judge(sent("ya zarnikh"))
        assert (verdict.is_blocked, [one.rule for one in verdict.found]) == (False, ["word_hold"])

    def test_it_lets_pass_what_is_allowed(self) -> None:
        assert rules(sent("رأينا كلب البحر وحمارا وحشيا")) == []
        ListedWord.objects.filter(kind="allow").delete()
        assert rules(sent("رأينا كلب البحر وحمارا وحشيا")) == ["word_hold", "word_hold"]

    def test_it_reads_the_name_too(self) -> None:
        assert rules(sent(author_name="حـمار")) == ["word_in_name"]

    def test_it_reads_what_controls_had_put_in_another_order(self) -> None:
        [found] = judge(sent("هذا رامح كبير", typed="هذا \u202dرامح\u202c كبير")).found

        assert (found.rule, found.start) == ("word_hold", None)
        assert found.detail.endswith("«حمار» (حروفها مقلوبة)")

    def test_it_knows_a_change_of_the_list_at_once(self) -> None:
        text = "كلام فيه زنجبيل"
        assert rules(sent(text)) == []

        word = ListedWord.objects.create(text="زنجبيل")
        assert rules(sent(text)) == ["word_hold"]
        ListedWord.objects.filter(pk=word.pk).update(text="قرنفل", key="قرنفل")
        assert rules(sent(text)) == []
        word.delete()
        assert rules(sent("كلام فيه قرنفل")) == []

    def test_it_makes_the_version_that_somebody_deleted(self) -> None:
        WordListVersion.objects.all().delete()

        assert rules(sent("كاتب هذا المقال حمار")) == ["word_hold"]
        ListedWord.objects.create(text="زنجبيل")
        assert rules(sent("كلام فيه زنجبيل")) == ["word_hold"]

    def test_it_names_a_few_of_many(self) -> None:
        assert len(judge(sent("حمار كلب غبي خنزير حقير تافه سافل نذل " * 3)).found) == 5


LOOKS = [
    ("انظر https://example.com/page للتفصيل الكامل", ["link"]),
    ("انظر https://example.com و www.example.net للتفصيل", ["links"]),
    ("هنا http://a.example هنا http://b.example وهنا http://c.example والسلام", ["many_links"]),
    ("https://example.com/win", ["link_only"]),
    ("ادخل bit.ly/3xYz", ["link_only"]),
    ("كلام كثير ثم رابط قصير bit.ly/3xYz لا أكثر", ["link"]),
    ("اتصل على ‎+213 555 12 34 56 لأن الخدمة سريعة", ["contact_details"]),
    ("راسلني name@example.com لتعرف أكثر عن العرض", ["contact_details"]),
    ("This is a very long English comment about nothing at all", ["latin"]),
    ("THIS IS A VERY LONG ENGLISH COMMENT ABOUT NOTHING", ["latin", "shouting"]),
    ("لماذااااااااااااااا يا ناس", ["shouting"]),
    ("ما هذا؟؟؟؟؟؟؟؟؟؟؟", ["shouting"]),
    (ORDINARY, []),
    ("هههههه والله مضحك جدا", []),
    ("في 2025 دفعوا 1.000.000 دج، ثم 250.000 في 12/11/2025", []),
    ("شركة OpenAI وشركة Google في سباق على الذكاء الاصطناعي", []),
    ("بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ", []),
    ("ظُلُّمَّةٌّ", []),
    ("انتهى.وقال: لا", []),
    ("ما رأي @editor.news في هذا", []),
]


@pytest.mark.parametrize(("text", "expected"), LOOKS)
def test_it_judges_the_look_of_a_text(text: str, expected: list[str]) -> None:
    assert [one.rule for one in looks(sent(text))] == expected


@pytest.mark.parametrize("text", ["ا" + "\u0300\u0316" * 8, "\u202e\u202dا\u2066\u2069", "ا\u200bب\u200b\u200b\u200b"])
def test_it_holds_what_is_more_marks_than_letters(text: str) -> None:
    assert is_mostly_marks(text)
    assert [one.rule for one in looks(sent("كلام", typed=text))] == ["marks"]


@pytest.mark.django_db
class TestBehaviour:
    def test_it_knows_the_same_text_in_another_dress(self) -> None:
        before(1, text=SPAM_TEXT, source="198.51.100.1", email_key="other@example.com")

        assert rules(sent("ادخـل الى الموقع، الذي في صورتي!! وستربح معي كُل يوم 😀".replace("😀", ""))) == ["same_text"]
        assert rules(sent(ORDINARY)) == []

    def test_it_holds_what_is_said_often_or_was_refused(self) -> None:
        others = {"source": "198.51.100.1", "email_key": "other@example.com"}
        before(3, text=SPAM_TEXT, **others)
        assert rules(sent(SPAM_TEXT)) == ["same_text_often"]

        before(1, text=SPAM_TEXT, status="spam", **others)
        assert rules(sent(SPAM_TEXT)) == ["same_as_refused"]

    def test_it_forgets_the_same_text_after_days(self) -> None:
        before(4, text=SPAM_TEXT, ago=timedelta(days=3), source="198.51.100.1", email_key="other@example.com")

        assert rules(sent(SPAM_TEXT)) == []

    def test_it_lets_many_people_say_thank_you(self) -> None:
        before(5, text="شكرا جزيلا", source="198.51.100.1", email_key="other@example.com")

        assert rules(sent("شكرا جزيلا!")) == []

    def test_it_sees_speed(self) -> None:
        before(3, ago=timedelta(seconds=20), email_key="")
        assert rules(sent()) == ["fast"]

        before(7, ago=timedelta(seconds=200), email_key="")
        assert rules(sent()) == ["very_fast"]
        assert rules(sent(source="192.0.2.8")) == []

    def test_it_looks_at_the_latest_of_many(self) -> None:
        before(12, status="spam", email_key="")
        before(25, status="approved", email_key="")
        before(3, ago=timedelta(seconds=20), email_key="")

        assert rules(sent()) == ["fast"]

    def test_it_reads_the_record_of_an_address_and_of_a_source(self) -> None:
        before(3, status="rejected", source="198.51.100.1")
        before(2, status="approved", source="198.51.100.1")
        assert rules(sent()) == ["address_record"]
        assert judge(sent()).found[0].detail == "بريد له سوابق: رفض 3 من آخر 5"

        before(3, status="spam", email_key="other@example.com")
        assert rules(sent()) == ["address_record", "source_record"]
        before(9, status="approved")
        assert rules(sent()) == []

    def test_it_takes_nobody_without_an_address_for_one_person(self) -> None:
        before(5, status="spam", source="", email_key="", ago=timedelta(seconds=5))

        assert rules(sent(source="", email_key="")) == []

    def test_the_trap_and_the_time_never_decide_alone(self) -> None:
        alone = [judge(sent(trap="x")), judge(sent(elapsed=0.4)), judge(sent(trap="x", elapsed=0.4))]

        assert [[one.rule for one in verdict.found] for verdict in alone] == [
            ["trap"],
            ["in_no_time"],
            ["trap", "in_no_time"],
        ]
        assert max(verdict.points for verdict in alone) < Policy._meta.get_field("hold_points").default
        assert judge(sent(elapsed=30.0)).found == ()
        assert judge(sent("انظر https://example.com هنا وهناك", trap="x", elapsed=0.4)).points >= 10


@pytest.mark.django_db
def test_it_asks_the_database_once() -> None:
    before(30)
    judge(sent())
    with CaptureQueriesContext(connection) as asked:
        judge(sent())
    # The lists' version, the same texts, and the records of source and address in one.
    assert len(asked) == 1

    ListedWord.objects.create(text="زنجبيل")
    with CaptureQueriesContext(connection) as asked:
        judge(sent())
    assert len(asked) == 2  # and the changed lists


@pytest.mark.django_db
def test_it_takes_no_more_than_a_millisecond() -> None:
    judge(sent())
    started = time.process_time()
    for number in range(50):
        judge(sent(f"{ORDINARY} {number}"))

    assert (time.process_time() - started) / 50 < 0.003  # measured: 0.6 ms


@pytest.mark.django_db
@pytest.mark.parametrize("piece", ["ك ل ب ", "http://a.b ", "a@b.", "1-", "+0 ", "\u0300\u0316", "a.b.", "اا", "www."])
def test_it_ends_on_a_long_text(piece: str) -> None:
    judge(sent(piece * 20_000))


@given(text=anything)
@settings(max_examples=300, deadline=None)
def test_it_never_raises(text: str) -> None:
    assert isinstance(text_key(text), int)
    for one in looks(sent(text, typed=text)):
        assert one.start is None or 0 <= one.start < one.end <= len(text)


@given(text=st.text("ابتكلمنهوي ", min_size=20))
@settings(max_examples=100, deadline=None)
def test_it_gives_dressed_text_one_key(text: str) -> None:
    assert text_key(text) == text_key(text.replace("ا", "اااـ").replace("ل", "ل\u064e"))


def test_every_rule_has_points_and_a_name() -> None:
    assert all(rule.points > 0 and rule.label for rule in RULES.values())
    assert all(len(name) <= 24 for name in RULES)


@pytest.mark.django_db
def test_the_first_list_is_there() -> None:
    assert 60 <= ListedWord.objects.filter(kind="hold").count() <= 90
    with pytest.raises(IntegrityError):
        ListedWord.objects.create(text="كَلْب")
