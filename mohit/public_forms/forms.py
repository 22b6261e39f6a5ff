"""Forms and fields for readers: text is cleaned before anything judges it, and what is wrong is said in Arabic."""

from __future__ import annotations

from functools import cache, cached_property
from uuid import UUID

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from mohit import email_addresses
from mohit.dates import count
from mohit.typed_text import stored

REQUIRED = "هذا الحقل إلزامي."  # as the form says it: «الحقول الإلزامية مشار إليها بـ *»
DJANGOS = forms.Field.default_error_messages["required"]


class Longest(MaxLengthValidator):
    """Django's, which says how long the text is too."""

    def __call__(self, value: str) -> None:
        if len(value) > self.limit_value:
            words = (
                f"النص طويل: {count(self.limit_value, 'letter')} على الأكثر، والمكتوب {count(len(value), 'letter')}."
            )
            raise ValidationError(words, code=self.code)


class Line(forms.CharField):
    """Text of one line, cleaned (`mohit.typed_text.stored`); of at most `max_length` letters."""

    MULTILINE = False

    def __init__(self, *, max_length: int, **kwargs: object) -> None:
        super().__init__(max_length=max_length, **kwargs)
        self.validators = [
            Longest(max_length) if isinstance(validator, MaxLengthValidator) else validator
            for validator in self.validators
        ]

    def to_python(self, value: object) -> str:
        return stored(super().to_python(value), multiline=self.MULTILINE)


class Paragraphs(Line):
    """Text of several lines. The browser does not cut what is too long: nobody would notice."""

    MULTILINE = True
    widget = forms.Textarea

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {"rows": 6, "dir": "auto"}


class Email(forms.CharField):
    """An e-mail address, normalised (mohit/email_addresses.py)."""

    widget = forms.EmailInput

    def widget_attrs(self, widget: forms.Widget) -> dict[str, object]:
        return {"dir": "ltr", "autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}

    def to_python(self, value: object) -> str:
        return stored(super().to_python(value), multiline=False)

    def clean(self, value: object) -> str:
        typed = super().clean(value)
        return email_addresses.normalised(typed) if typed else ""


class Instance(forms.Field):
    """The number of a form on somebody's screen, for which one row at most is made; None without script.

    static/js/forms.js fills it. A value that is no UUID (RFC 9562) is none: it is nothing that a person typed.
    """

    widget = forms.HiddenInput

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**{"required": False, **kwargs})

    def to_python(self, value: object) -> UUID | None:
        try:
            return UUID(str(value))
        except ValueError:
            return None


class Trap(forms.CharField):
    """A field that people do not see and robots fill in. What is in it is a fact for a score, never a refusal."""

    is_trap = True

    def __init__(self) -> None:
        widget = forms.TextInput({"autocomplete": "off", "tabindex": "-1"})
        super().__init__(required=False, label="اترك هذا الحقل فارغا", widget=widget)

    def clean(self, value: object) -> str:
        return str(value or "")


STAND_IN = "\ue0f2"  # for an address: of the private use area, which no template holds


def laid_out(form_class: type[PublicForm]) -> str:
    return render_crispy_form(form_class(action=STAND_IN))


remembered = cache(laid_out)


class PublicForm(forms.Form):
    """A form that crispy-forms lays out with the template pack `mohit` and sends to `action`.

    `form_id` begins every id in it, so that two forms can stand on a page. The summary of its errors is
    `<form_id>-errors`; it takes the focus.
    """

    form_id = "form"
    button = "أرسل"

    details = Trap()

    def __init__(self, *args: object, action: str = "", **kwargs: object) -> None:
        kwargs.setdefault("auto_id", f"{self.form_id}-%s")
        super().__init__(*args, **kwargs)
        self.action = action
        for field in self.fields.values():
            if field.error_messages.get("required") == DJANGOS:
                field.error_messages["required"] = REQUIRED

    @classmethod
    def blank(cls, action: str) -> SafeString:
        """The form without anything in it, for a public page: laid out once in a process, not for each page."""
        html = laid_out(cls) if settings.DEBUG else remembered(cls)
        return mark_safe(html.replace(STAND_IN, escape(action)))  # noqa: S308  (our template, and escaped)

    @cached_property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_id = self.form_id
        helper.form_class = "form"
        # The browser's own complaints would stand in the browser's language.
        helper.attrs = {"action": self.action, "novalidate": True}
        helper.disable_csrf = True
        helper.include_media = False
        helper.layout = self.layout()
        helper.add_input(Submit("", self.button))
        return helper

    def layout(self) -> Layout:
        return Layout(*self.fields)

    @property
    def is_trapped(self) -> bool:
        """Whether a robot filled in what people do not see; known after validation."""
        return bool(self.cleaned_data.get("details"))
