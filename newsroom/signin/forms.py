"""What a member types on the way in and around their own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm

from newsroom.models import User


class PasswordForm(AdminAuthenticationForm):
    """Name and password. Whatever is wrong with them, the answer is the same."""

    error_messages = {
        **AdminAuthenticationForm.error_messages,
        "invalid_login": "اسم المستخدم أو كلمة المرور غير صحيح. انتبه إلى الحروف الكبيرة والصغيرة.",
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "اسم المستخدم"
        self.fields["username"].widget.attrs["autocomplete"] = "username webauthn"
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"


class CodeForm(forms.Form):
    """Six digits of the app or a recovery code: one box takes both."""

    code = forms.CharField(
        label="الرمز",
        max_length=40,
        error_messages={"required": "اكتب الرمز."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "autofocus": True,
                "autocapitalize": "none",
                "spellcheck": "false",
                "dir": "ltr",
                "class": "code-box",
            }
        ),
    )


class AppForm(CodeForm):
    """The first code of a new app, with the secret behind it, sealed: nothing is stored until it is right."""

    sealed = forms.CharField(widget=forms.HiddenInput, max_length=400)


class ConfirmForm(forms.Form):
    password = forms.CharField(
        label="كلمة المرور",
        strip=False,
        max_length=4096,
        error_messages={"required": "اكتب كلمة المرور."},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True, "dir": "ltr"}),
    )

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        facts = super().clean()
        if "password" in facts and not self.user.check_password(facts["password"]):
            raise forms.ValidationError("كلمة المرور غير صحيحة.")
        return facts


class PasskeyForm(forms.Form):
    name = forms.CharField(
        label="اسم المفتاح",
        max_length=60,
        help_text="لتعرفه حين تراه في القائمة: «هاتفي»، «حاسوب المكتب».",
        error_messages={"required": "اكتب اسما للمفتاح."},
    )


class ChosenPasswordForm(SetPasswordForm):
    """The password that somebody invited chooses."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].label = "كلمة المرور"
        self.fields["new_password2"].label = "كلمة المرور مرة أخرى"
        for field in self.fields.values():
            field.widget.attrs["dir"] = "ltr"
