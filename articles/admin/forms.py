"""The form in which a story is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.contrib.auth.models import AbstractUser
from django.utils import timezone

from articles import permissions
from articles.admin.history import who_was_first
from articles.admin.verbs import ASSIGN, TAKE, Verb, comes_too_late
from articles.body.editor import BodyField, body_widget
from articles.models import Article, Tagging, Topic
from articles.models.article import LATEST
from mohit import dates
from mohit.desk import SearchedChoices, box_of, name_the_halves
from mohit.typed_text import stored

# Letters without marks after which a text is too long for its place: (aim, element of the page).
AIMS = {"headline": 90, "short_headline": 60, "standfirst": 220, "seo_title": 60, "seo_description": 160}


class OrderedTopics(SearchedChoices):
    """Django's box of chosen topics, which keeps them in the order in which they were chosen."""

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        place = {str(key): index for index, key in enumerate(value)}
        groups = super().optgroups(name, value, attrs)
        for _, options, _ in groups:
            options.sort(key=lambda option: place.get(str(option["value"]), 0))
        return groups


class ArticleForm(forms.ModelForm):
    """`user`, who writes, and `verb`, the button pressed, are set on the class by the admin for each request."""

    user: AbstractUser
    verb: Verb | None = None

    class Meta:
        field_classes = {"body": BodyField}
        widgets = {"body": body_widget()}

    chosen_topics = forms.ModelMultipleChoiceField(
        Topic.objects.all(),
        label="المواضيع",
        required=False,
        help_text="الأهم أولا. تظهر تحت المقال، وتقربه من المقالات ذات الصلة.",
    )
    reason = forms.CharField(label="السبب", required=False, max_length=300)
    reason_lift_embargo = forms.CharField(label="سبب رفع الحظر", required=False, max_length=300)
    reason_erase = forms.CharField(label="سبب المحو", required=False, max_length=300)
    to = forms.ModelChoiceField(permissions.who_may_have_it(), label="إلى", required=False, empty_label="أي محرر")
    embargo = forms.SplitDateTimeField(
        label="محظور النشر حتى",
        required=False,
        widget=AdminSplitDateTime,
        help_text="لا ينشر قبله مهما ضغط أحد «نشر». تمديده هنا، ورفعه بزر «رفع الحظر» وسبب.",
    )
    note = forms.CharField(
        label="ملاحظة جديدة",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 2, "cols": 40}),
        help_text="يقرؤها المحررون وكاتب القصة، ولا يراها القراء أبدا. تضاف عند الحفظ، ولا تحذف بعده.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, aim in AIMS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["data-letters"] = aim
        if "picture" in self.fields and self.instance.picture:
            self.fields["picture"].widget.attrs["data-thumbnail"] = self.instance.picture.rendition_url(400)
            box_of(self.fields["picture"]).known = [self.instance.picture]
        if "embargo" in self.fields:
            name_the_halves(self.fields["embargo"])
        if self.instance.pk is None:
            self.instance.created_by = self.user
        else:
            self.initial["embargo"] = self.instance.embargoed_until
            topics = [row.topic for row in self.instance.taggings.select_related("topic")]
            self.initial["chosen_topics"] = [topic.pk for topic in topics]
            box_of(self.fields["chosen_topics"]).known = topics

    def clean_chosen_topics(self) -> list[Topic]:
        """The topics in the order in which the form names them."""
        found = {topic.pk: topic for topic in self.cleaned_data["chosen_topics"]}
        names = self.data.getlist(self.add_prefix("chosen_topics"))
        return [found[pk] for pk in dict.fromkeys(int(name) for name in names) if pk in found]

    def clean_published_at(self) -> Any:
        """An empty time leaves a published story where it stands, an untouched one keeps its microseconds."""
        if "published_at" not in self.changed_data:
            return self.instance.published_at
        value = self.cleaned_data["published_at"]
        return value or (self.instance.published_at if self.instance.status == Article.Status.PUBLISHED else None)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if "_reopen" in self.data:
            raise forms.ValidationError("لم يحفظ بعد.")  # shown again, not saved: articles/admin/versions.py
        self.check_status()
        self.check_embargo()
        if self.verb:
            self.check_verb(self.verb)
        return cleaned

    def check_status(self) -> None:
        """A story that was published, or handed in, since this form was opened is saved by who knows it."""
        opened_as = self.data.get("_status", "")
        if opened_as and opened_as != self.instance.status and not self.verb:
            raise forms.ValidationError(
                f"{who_was_first(self.instance)} لم يحفظ ما كتبته بعد: راجعه، ثم احفظه إن كان لا يزال صالحا."
            )

    @property
    def new_embargo(self) -> datetime | None:
        """The end of an embargo that was typed here; None when it is as it was."""
        sent = self.add_prefix("embargo_0") in self.data and "embargo" in self.changed_data
        return self.cleaned_data.get("embargo") if sent else None

    def check_embargo(self) -> None:
        """An embargo is set and lengthened here, never cut short; no time of publication stands before its end."""
        story, until = self.instance, self.new_embargo
        cleared = self.add_prefix("embargo_0") in self.data and not self.cleaned_data.get("embargo")
        runs = story.is_embargoed() and "embargo" not in self.errors
        if runs and (cleared or (until and until < story.embargoed_until)):
            self.add_error("embargo", "هذا الحظر سار. لا يقصر ولا يمحى من هنا: ارفعه بزر «رفع الحظر» واكتب السبب.")
        if until and not permissions.may_embargo(self.user, story):
            self.add_error("embargo", "لا يحظر ما رآه القراء.")
        elif until and until <= timezone.now():
            self.add_error("embargo", "اكتب وقتا قادما.")
        elif until and until >= LATEST:
            self.add_error("embargo", "راجع السنة.")
        ends = until or (story.embargoed_until if story.is_embargoed() else None)
        named = self.cleaned_data.get("published_at")
        waits = "published_at" in self.changed_data or story.status == Article.Status.PUBLISHED
        if ends and named and named < ends and waits and "published_at" in self.fields:
            self.add_error("published_at", f"محظور النشر حتى {dates.moment(ends)}. اختر وقتا بعده، أو ارفع الحظر بسبب.")

    def check_verb(self, verb: Verb) -> None:
        """Nothing is saved when somebody decided first: what was typed stays in the form, to be looked at again."""
        if comes_too_late(self.user, verb, self.instance):
            raise forms.ValidationError(
                f"{who_was_first(self.instance)} لم يحفظ ما كتبته بعد: راجعه، ثم احفظه إن كان لا يزال صالحا."
            )
        if verb in (TAKE, ASSIGN) and self.data.get("_assignee", "") != str(self.instance.assignee_id or ""):
            raise forms.ValidationError(who_was_first(self.instance))
        if verb.asks_member == "must" and not self.cleaned_data.get("to"):
            raise forms.ValidationError(f"اختر محررا قبل «{verb.label}».")
        if verb.asks_reason and not stored(self.cleaned_data.get(verb.reason_name, "")):
            raise forms.ValidationError(f"اكتب السبب قبل «{verb.label}»: {verb.asks_reason}")

    def leave_words(self) -> None:
        """The embargo that was set and the note that was written with this save."""
        if until := self.new_embargo:
            self.instance.embargo(self.user, until)
        if permissions.may_note(self.user, self.instance):
            self.instance.say(self.user, self.cleaned_data.get("note", ""))

    def file_under_topics(self) -> None:
        """Make the story's taggings those chosen, in their order; rows that are right already stay."""
        article, chosen = self.instance, [topic.pk for topic in self.cleaned_data["chosen_topics"]]
        filed = list(article.taggings.values_list("topic_id", flat=True))
        same = next((i for i, pair in enumerate(zip(filed, chosen, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(filed), len(chosen)) if same is None else same
        article.taggings.filter(topic__in=filed[kept:]).delete()
        Tagging.objects.bulk_create(Tagging(article=article, topic_id=pk) for pk in chosen[kept:])
