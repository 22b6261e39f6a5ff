"""The form in which a story is written."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser

from articles.admin.history import who_was_first
from articles.admin.verbs import Verb, comes_too_late
from articles.body.editor import BodyField, body_widget
from articles.models import Article, Tagging, Topic
from mohit import dates
from mohit.desk import SearchedChoices, box_of

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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, aim in AIMS.items():
            if name in self.fields:
                self.fields[name].widget.attrs["data-letters"] = aim
        if "picture" in self.fields and self.instance.picture:
            self.fields["picture"].widget.attrs["data-thumbnail"] = self.instance.picture.rendition_url(400)
            box_of(self.fields["picture"]).known = [self.instance.picture]
        if self.instance.pk is None:
            self.instance.created_by = self.user
        else:
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

    def check_embargo(self) -> None:
        """A time before the end of an embargo is refused, of a story that is or becomes scheduled; without one a story
        that is published waits for that end."""
        story, at = self.instance, self.cleaned_data.get("published_at")
        is_on_its_way = story.status == Article.Status.PUBLISHED or (self.verb and self.verb.name == "publish")
        if is_on_its_way and at and story.is_embargoed() and at < story.embargoed_until:
            until = dates.moment(story.embargoed_until)
            self.add_error("published_at", f"محظور النشر حتى {until}. اكتب موعدا بعده، أو اترك الموعد فارغا.")

    def check_verb(self, verb: Verb) -> None:
        """Nothing is saved when somebody decided first: what was typed stays in the form, to be looked at again."""
        if comes_too_late(self.user, verb, self.instance):
            raise forms.ValidationError(
                f"{who_was_first(self.instance)} لم يحفظ ما كتبته بعد: راجعه، ثم احفظه إن كان لا يزال صالحا."
            )
        if verb.asks_reason and not self.cleaned_data.get("reason", "").strip():
            raise forms.ValidationError(f"اكتب السبب قبل «{verb.label}»: {verb.asks_reason}")

    def file_under_topics(self) -> None:
        """Make the story's taggings those chosen, in their order; rows that are right already stay."""
        article, chosen = self.instance, [topic.pk for topic in self.cleaned_data["chosen_topics"]]
        filed = list(article.taggings.values_list("topic_id", flat=True))
        same = next((i for i, pair in enumerate(zip(filed, chosen, strict=False)) if pair[0] != pair[1]), None)
        kept = min(len(filed), len(chosen)) if same is None else same
        article.taggings.filter(topic__in=filed[kept:]).delete()
        Tagging.objects.bulk_create(Tagging(article=article, topic_id=pk) for pk in chosen[kept:])
