"""The form under a story. It needs neither cookie nor token nor script, and is the same bytes for everybody."""

from __future__ import annotations

from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.core.exceptions import ValidationError

from comments.models.comment import LONGEST_NAME, LONGEST_TEXT
from comments.names import is_reserved
from mohit.arabic import clean_name, is_name, mixes_alphabets, with_few_marks
from mohit.public_forms.forms import Email, Instance, Line, Paragraphs, PublicForm

SIGNS = "اكتب الاسم بالحروف والأرقام والمسافات، ومعها - و _ و . و ' إن شئت."
ALPHABETS = "في هذا الاسم حروف من أبجديتين متشابهتين. اكتبه كله بواحدة."
RESERVED = "هذا الاسم محجوز لأهل الموقع. اختر اسما آخر."

HEAD = """<h2 class="comment-form-title">{% if parent %}اترك ردا{% else %}اترك تعليقا{% endif %}</h2>
<p class="form-note">لن يتم نشر عنوان بريدك الإلكتروني. الحقول الإلزامية مشار إليها بـ\
 <span class="required">*</span></p>"""


class Name(Line):
    def to_python(self, value: object) -> str:
        return clean_name(super().to_python(value))


class Text(Paragraphs):
    def to_python(self, value: object) -> str:
        return with_few_marks(super().to_python(value))


class Number(forms.CharField):
    """A whole number that nobody typed; 0 for none, and for what is none."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        super().__init__(required=False)

    def to_python(self, value: object) -> int:
        text = str(value or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


class CommentForm(PublicForm):
    form_id = "comment"
    button = "أرسل التعليق"

    text = Text(label="التعليق", max_length=LONGEST_TEXT)
    author_name = Name(label="الاسم", max_length=LONGEST_NAME)
    email = Email(label="البريد الإلكتروني")
    wants_replies = forms.BooleanField(label="أرسلوا إلي الردود", required=False)
    parent = Number()
    elapsed = Number()  # milliseconds from the first key to sending, which static/js/comments.js measures
    instance = Instance()

    def __init__(self, *args: object, of_house: tuple[str, ...] = (), **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.of_house = of_house
        self.fields["author_name"].widget.attrs |= {"autocomplete": "name"}

    def layout(self) -> Layout:
        return Layout(
            HTML(HEAD),
            "text",
            Div("author_name", "email", css_class="form-row"),
            "wants_replies",
            "details",
            "parent",
            "elapsed",
            "instance",
        )

    def clean_author_name(self) -> str:
        name = self.cleaned_data["author_name"]
        if not is_name(name):
            raise ValidationError(SIGNS)
        if mixes_alphabets(name):
            raise ValidationError(ALPHABETS)
        if is_reserved(name, self.of_house):
            raise ValidationError(RESERVED)
        return name


def action(article: int) -> str:
    return f"/comments/on/{article}/"
