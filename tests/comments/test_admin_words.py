"""The desk of the word lists: one word, many, a text to try, and a draft against the comments of the last month."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import permissions
from comments.admin.marked import Stretch, excerpt, stretches
from comments.models import Comment, ListedWord, SectionModerator
from comments.scoring.replay import replay
from mohit.arabic.matching import How, Match
from newsroom import roles
from newsroom.models import User
from tests.conftest import member
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/listedword/"
ADD, TRY, REPLAY, EXPORT = (f"{LIST}{name}/" for name in ("add", "try", "replay", "export"))


@pytest.fixture
def moderator(db: None) -> User:
    return member("mushrif", roles.COMMENT_MODERATOR)


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


def add(client: Client, words: str, kind: str = "hold", **values: object) -> HttpResponse:
    return client.post(ADD, {"words": words, "kind": kind, "_save": "1", **values}, follow=True)


def listed(kind: str = "hold") -> set[str]:
    return set(ListedWord.objects.filter(kind=kind, added_by__isnull=False).values_list("text", flat=True))


@pytest.mark.parametrize(
    ("role", "sees", "changes"),
    [
        (roles.JOURNALIST, False, False),
        (roles.EDITOR, True, False),
        (roles.COMMENT_MODERATOR, True, True),
        (roles.NEWSLETTER_MANAGER, False, False),
        (roles.PLACEMENT_MANAGER, False, False),
        (roles.MANAGER, True, True),
    ],
)
def test_it_is_read_by_editors_and_changed_by_moderators(client: Client, role: str, sees: bool, changes: bool) -> None:
    user = member("someone", role)
    word = ListedWord.objects.first()
    client.force_login(user)

    assert (permissions.may_see_words(user), permissions.may_change_words(user)) == (sees, changes)
    for address in (LIST, TRY, EXPORT, f"{LIST}{word.pk}/change/"):
        assert client.get(address).status_code == (200 if sees else 403), address
    for address in (ADD, REPLAY, f"{LIST}{word.pk}/delete/"):
        assert client.get(address).status_code == (200 if changes else 403), address
    add(client, "زنجبيل")
    assert ListedWord.objects.filter(text="زنجبيل").exists() is changes


def test_it_sends_strangers_to_the_door(client: Client) -> None:
    for address in (LIST, ADD, TRY, REPLAY, EXPORT):
        assert client.get(address).status_code == 302


def test_it_takes_no_other_method(desk: Client) -> None:
    assert desk.post(EXPORT).status_code == 405
    assert desk.put(TRY).status_code == 405
    assert desk.put(REPLAY).status_code == 405


class TestAdding:
    def test_it_adds_one(self, desk: Client, moderator: User) -> None:
        answer = add(desk, "  زَنجبيل ")

        word = ListedWord.objects.get(text="زَنجبيل")
        assert (word.kind, word.key, word.added_by) == ("hold", "زنجبيل", moderator)
        assert "أضيف إلى القوائم: 1." in answer.content.decode()

    def test_it_adds_many_to_the_list_that_was_chosen_or_named(self, desk: Client) -> None:
        add(desk, "زنجبيل\n\n\tحجز\nقرنفل وقرفة\nيانسون\tسماح\r\nحلتيت\tمنع", kind="block")

        assert listed("block") == {"زنجبيل", "قرنفل وقرفة", "حلتيت"}
        assert listed("allow") == {"يانسون"}

    def test_it_names_the_entry_that_is_the_same(self, desk: Client) -> None:
        before = ListedWord.objects.count()
        answer = add(desk, "ڪَـلب").content.decode()

        assert "«كلب» في قائمة الحجز من قبل، وهي الكلمة نفسها." in answer
        assert "ڪَـلب</textarea>" in answer
        assert ListedWord.objects.count() == before

    def test_it_adds_all_or_none(self, desk: Client) -> None:
        answer = add(desk, "زنجبيل\nكلب\nز\n🖕\nزنجـبيل").content.decode()

        assert listed() == set()
        assert "السطر 2: «كلب» في قائمة الحجز" in answer
        assert "السطر 3: «ز» حرف واحد" in answer
        assert "السطر 5: «زنجبيل» في قائمة الحجز" in answer
        assert "السطر 4" not in answer

    def test_it_leaves_out_what_is_listed_if_asked(self, desk: Client) -> None:
        answer = add(desk, "زنجبيل\nكلب", skip="on").content.decode()

        assert listed() == {"زنجبيل"}
        assert "وكان فيها من قبل: 1." in answer

    def test_it_reads_a_file_and_what_it_wrote_itself(self, desk: Client) -> None:
        written = desk.get(EXPORT)
        assert written.headers["Content-Disposition"].startswith("attachment")
        assert "كلب البحر\tسماح\n" in written.content.decode()
        kept = set(ListedWord.objects.values_list("text", "kind"))
        ListedWord.objects.all().delete()

        add(desk, "", file=SimpleUploadedFile("كلمات.txt", "\ufeff".encode() + written.content))

        assert set(ListedWord.objects.values_list("text", "kind")) == kept

    @pytest.mark.parametrize(
        ("file", "reason"), [(b"\xff\xfe\x00", "ليس هذا ملفا نصيا"), (b"a" * 2_000_001, "الملف أكبر")]
    )
    def test_it_refuses_what_is_no_list(self, desk: Client, file: bytes, reason: str) -> None:
        assert reason in add(desk, "", file=SimpleUploadedFile("x.txt", file)).content.decode()
        assert "اكتب كلمة أو اختر ملفا." in add(desk, " \n").content.decode()
        assert "أكثر من" in add(desk, "\n".join(f"كلمة{number}" for number in range(5_001))).content.decode()

    def test_it_takes_thousands_in_a_few_queries(self, desk: Client) -> None:
        words = "\n".join(f"كلمة {'ابجدهوزحطي'[number % 10]} {number}" for number in range(2_000))
        with CaptureQueriesContext(connection) as asked:
            desk.post(ADD, {"words": words, "kind": "hold", "_save": "1"})

        assert len(listed()) == 2_000
        # Session, member, permissions (2), the site's name, the list, and 500 to a statement within a savepoint (6).
        assert len(asked) <= 13

    def test_it_tries_without_adding(self, desk: Client) -> None:
        sample = "طعم الزنجبـيل في كل كـلـب"
        answer = desk.post(ADD, {"words": "زنجبيل", "kind": "hold", "sample": sample, "_try": "1"}).content.decode()

        assert listed() == set()
        assert "<mark>الزنجبـيل</mark>" in answer
        assert "<mark>كـلـب</mark>" in answer


class TestOneWord:
    def test_it_is_changed_and_deleted(self, desk: Client) -> None:
        word = ListedWord.objects.create(text="زنجبيل")
        desk.post(f"{LIST}{word.pk}/change/", {"text": "قرنفل", "kind": "block"})
        word.refresh_from_db()
        assert (word.text, word.key, word.kind) == ("قرنفل", "قرنفل", "block")

        desk.post(f"{LIST}{word.pk}/delete/", {"post": "yes"})
        assert not ListedWord.objects.filter(pk=word.pk).exists()

    def test_it_does_not_become_another_one(self, desk: Client) -> None:
        word = ListedWord.objects.create(text="زنجبيل")
        answer = desk.post(f"{LIST}{word.pk}/change/", {"text": "كِلب", "kind": "hold"}).content.decode()

        assert "«كلب» في قائمة الحجز من قبل، وهي الكلمة نفسها." in answer
        assert desk.post(f"{LIST}{word.pk}/change/", {"text": "زنجَبيل", "kind": "hold"}).status_code == 302

    def test_it_must_say_something(self, desk: Client) -> None:
        word = ListedWord.objects.create(text="زنجبيل")
        for text in ("ـ", "ك", "\u200f", ""):
            assert desk.post(f"{LIST}{word.pk}/change/", {"text": text, "kind": "hold"}).status_code == 200


def test_it_lists_in_a_bounded_number_of_queries(desk: Client, moderator: User) -> None:
    counted = []
    for more in (1, 60):
        known = ListedWord.objects.count()
        ListedWord.objects.bulk_create(
            ListedWord(text=f"كلمة {known + number}", key=f"كلمه {known + number}", added_by=moderator)
            for number in range(more)
        )
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(LIST, {"kind__exact": "hold"}).content.decode()
        counted.append(len(asked))

    # Session, member, permissions (2), the site's name, count and page.
    assert counted[0] == counted[1] <= 9
    assert "كلمة" in page


def test_it_searches_in_any_spelling(desk: Client) -> None:
    page = desk.get(LIST, {"q": "إبن"}).content.decode()

    assert "ابن الكلب" in page
    assert "خنزير" not in page


class TestTrying:
    def test_it_marks_what_it_finds_and_says_why(self, desk: Client) -> None:
        before = ListedWord.objects.count()
        answer = desk.post(TRY, {"sample": "<b>يا ك.ل.ب</b> وعمرو"}).content.decode()

        assert "&lt;b&gt;يا <mark>ك.ل.ب</mark>&lt;/b&gt; وعمرو" in answer
        assert "حروفها مفرقة" in answer
        assert ListedWord.objects.count() == before

    def test_it_says_when_nothing_is_found(self, desk: Client) -> None:
        assert "لا كلمة من القوائم" in desk.post(TRY, {"sample": "شكرا على المقال"}).content.decode()
        assert "اكتب نصا" in desk.post(TRY, {"sample": " "}).content.decode()

    def test_it_is_read_in_a_bounded_number_of_queries(self, desk: Client) -> None:
        with CaptureQueriesContext(connection) as asked:
            desk.post(TRY, {"sample": "كلب وحمار " * 500})
        # Session, member, permissions (2), the site's name, what waits, the lists.
        assert len(asked) <= 8


class TestReplay:
    def said(self, text: str, days: int = 3, **values: object) -> Comment:
        return CommentFactory(text=text, created_at=timezone.now() - timedelta(days=days), **values)

    def test_it_shows_what_a_draft_would_have_held_and_let_go(self, desk: Client) -> None:
        held = self.said("في الشاي زنجبيـل كثير", approved=True)
        free = self.said("رأيت قردا في الغابة")
        self.said("زنجبيل قديم جدا", days=40)
        self.said("لا هذا ولا ذاك")
        self.said("حمار وزنجبيل")

        found = replay(Comment.objects.all(), [("زنجبيل", "hold")], ["قِرد"])

        assert (found.read, found.is_whole) == (4, True)
        assert [one.comment.pk for one in found.held] == [held.pk]
        assert [one.comment.pk for one in found.free] == [free.pk]

        answer = desk.post(REPLAY, {"added": "زنجبيل", "kind": "hold", "removed": "قِرد"}).content.decode()
        assert "في الشاي <mark>زنجبيـل</mark> كثير" in answer
        assert "رأيت <mark>قردا</mark> في الغابة" in answer
        assert "كان سيحجز: 1" in answer
        assert "كان سيمر: 1" in answer
        assert not ListedWord.objects.filter(text="زنجبيل").exists()

    def test_an_allowed_phrase_lets_go(self) -> None:
        comment = self.said("اشترى حمار السباق أمس")

        assert [one.comment.pk for one in replay(Comment.objects.all(), [("حمار السباق", "allow")], []).free] == [
            comment.pk
        ]

    def test_it_reads_names_too(self) -> None:
        comment = self.said("كلام عادي", author_name="زنجبيل")

        assert [one.comment.pk for one in replay(Comment.objects.all(), [("زنجبيل", "hold")], []).held] == [comment.pk]

    def test_it_shows_the_first_hundred_and_counts_all(self) -> None:
        for number in range(103):
            self.said(f"زنجبيل رقم {number}")
        found = replay(Comment.objects.all(), [("زنجبيل", "hold")], [])

        assert (found.total_held, len(found.held)) == (103, 100)

    def test_it_shows_a_moderator_of_a_section_that_section_alone(self, desk: Client, moderator: User) -> None:
        mine, other = self.said("زنجبيل في قسمي"), self.said("زنجبيل في قسم آخر")
        SectionModerator.objects.create(user=moderator, section=mine.article.section)

        answer = desk.post(REPLAY, {"added": "زنجبيل", "kind": "hold"}).content.decode()

        assert other.article.section != mine.article.section
        assert "في قسمي" in answer
        assert "في قسم آخر" not in answer

    def test_it_stops_in_time(self) -> None:
        self.said("زنجبيل")
        found = replay(Comment.objects.all(), [("زنجبيل", "hold")], [], seconds=-1)

        assert (found.read, found.is_whole) == (0, False)

    def test_it_asks_for_a_draft_that_makes_sense(self, desk: Client) -> None:
        assert "اكتب كلمة تضاف أو كلمة تحذف." in desk.post(REPLAY, {"kind": "hold"}).content.decode()
        unknown = desk.post(REPLAY, {"kind": "hold", "removed": "زنجبيل"}).content.decode()
        assert "ليست في القوائم: «زنجبيل»." in unknown

    def test_it_reads_in_a_bounded_number_of_queries(self, desk: Client) -> None:
        counted = []
        for _ in range(2):
            for number in range(15):
                self.said(f"زنجبيل رقم {number}")
            with CaptureQueriesContext(connection) as asked:
                desk.post(REPLAY, {"added": "زنجبيل", "kind": "hold", "removed": "قرد"})
            counted.append(len(asked))
        # Session, member, permissions (2), the site's name, the keys, the sections, the lists, the comments
        # and their transaction.
        assert counted[0] == counted[1] <= 12


def test_it_cuts_a_text_at_its_matches() -> None:
    matches = [Match("ب", 1, 3, How.PLAIN), Match("ج", 2, 3, How.PLAIN), Match("د", 2, 4, How.PLAIN)]

    assert stretches("ابجده", matches) == [Stretch("ا"), Stretch("بج", "ب"), Stretch("د", "د"), Stretch("ه")]
    assert stretches("ابجد", []) == [Stretch("ابجد")]


def test_it_shows_a_long_text_round_its_first_match() -> None:
    text = "ا " * 500 + "كلب" + " ب" * 500
    shown = excerpt(text, [Match("كلب", 1_000, 1_003, How.PLAIN), Match("ب", 1_900, 1_901, How.PLAIN)])

    assert [stretch.text for stretch in shown if stretch.entry] == ["كلب"]
    assert (shown[0].text, shown[-1].text) == ("… ", " …")
    assert sum(len(stretch.text) for stretch in shown) == 404
    assert excerpt("كلب", [Match("كلب", 0, 3, How.PLAIN)]) == [Stretch("كلب", "كلب")]
    assert "".join(stretch.text for stretch in excerpt("ا" * 900, [])) == "ا" * 400 + " …"
