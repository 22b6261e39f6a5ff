"""The sign-up form. It needs neither cookie nor token nor script, and is the same bytes for everybody."""

from __future__ import annotations

from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from mohit.public_forms.forms import Email, PublicForm
from newsletter.models import MailingList

ACTION = "/newsletter/subscribe/"
FAILED = "عفواً! حدث خطأ ما، يُرجى المحاولة مرة أخرى."  # the live site's words, shown when it is so
NO_LIST = "اختر نشرة واحدة على الأقل."
GONE = "هذه النشرة لم تعد متاحة. اختر غيرها."

# Name and version of each form, which stand in the proof of consent.
PAGE, STORY, FOOTER = "page-1", "story-1", "footer-1"
SHORT = (STORY, FOOTER)  # which ask for an address alone


class SignUpForm(PublicForm):
    form_id = "newsletter"
    button = "اشترك"

    email = Email(label="بريدك الإلكتروني")
    lists = forms.MultipleChoiceField(label="النشرات", required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, data: QueryDict | None = None, *, offered: Collection[MailingList] = (), **kwargs: object
    ) -> None:
        self.name, first = PAGE, [row.slug for row in offered[:1]]
        if data is not None and data.get("form") in SHORT:
            # It is for the first list; when it fails, the whole form shows that.
            self.name, data = data["form"], data.copy()
            data.setlist("lists", first)
        super().__init__(data, action=ACTION, initial={"lists": first}, **kwargs)
        self.offered = {row.slug: row for row in offered}
        self.fields["lists"].choices = [(row.slug, row.name) for row in offered]
        self.fields["lists"].error_messages["invalid_choice"] = GONE

    def clean_lists(self) -> list[int]:
        """Their keys."""
        if not self.cleaned_data["lists"]:
            raise ValidationError(NO_LIST)
        return [self.offered[slug].pk for slug in self.cleaned_data["lists"]]
