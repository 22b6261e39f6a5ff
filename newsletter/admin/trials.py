"""Trial mails: an issue to members of the newsroom, at the addresses of their own accounts and at no other."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from mohit.dates import count, join_list
from mohit.mail import HandOver, MailLater, MailRefused, MailTrouble, MailUncertain, message_id, one_line, sender
from mohit.mail.headers import one_address
from mohit.mail.letter import Mail
from mohit.public_forms import Limit
from newsletter.admin.previews import rendered
from newsletter.mail_merge import NAME, NAMELESS, TOKEN
from newsletter.models import Issue, IssueEvent
from newsroom.models import User

MOST_AT_ONCE = 5
LIMIT = Limit("newsletter.trial", most=30, seconds=3_600)  # mails of one member
TROUBLES = {
    MailRefused: "رفض خادم البريد الرسالة",
    MailLater: "خادم البريد لا يستقبل الآن",
    MailUncertain: "انقطع الاتصال بخادم البريد، وقد تكون الرسالة وصلت",
}


class TrialForm(forms.Form):
    to = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label="إلى",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "اختر من تصله التجربة."},
    )

    def __init__(self, user: AbstractUser, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = User.objects.filter(is_active=True, is_staff=True).exclude(email="").order_by("name", "username")
        self.fields["to"].queryset = members
        self.fields["to"].initial = [user.pk]
        self.fields["to"].help_text = f"إلى عناوين حسابات الزملاء وحدها، حتى {count(MOST_AT_ONCE, 'mail')} في المرة."

    def clean_to(self) -> list[User]:
        chosen = list(self.cleaned_data["to"])
        if len(chosen) > MOST_AT_ONCE:
            raise forms.ValidationError(f"اختر {MOST_AT_ONCE} على الأكثر.")
        return chosen


def try_it(request: HttpRequest, issue: Issue, members: list[User]) -> None:
    """Send the issue as it is stored to chosen colleagues, and say what became of it."""
    if any(LIMIT.take(f"member {request.user.pk}") for _ in members):
        messages.error(request, "أرسلت تجارب كثيرة في ساعة. انتظر قليلا ثم أعد.")
        return
    done: list[User] = []
    try:
        with HandOver() as hand:
            for member in members:
                hand.over(trial(issue, member))
                done.append(member)
    except (MailTrouble, ValueError) as error:
        words = TROUBLES.get(type(error), "عنوان بريد هذا الحساب لا يصلح")
        code = f" (رمز الخادم {error.code})" if getattr(error, "code", 0) else ""
        messages.error(request, f"لم تصل التجربة إلى {members[len(done)]}: {words}{code}.")
    if done:
        names = join_list(str(member) for member in done)
        IssueEvent.objects.create(issue=issue, verb=IssueEvent.Verb.TEST, by=request.user, note=f"إلى {names}"[:300])
        messages.success(request, f"أرسلت التجربة إلى {names}.")


def trial(issue: Issue, member: User) -> Mail:
    """The mail with links that lead to nobody's choices, and a subject that says what it is."""
    shown = rendered(issue)
    text, html = (part.replace(TOKEN, "trial").replace(NAME, NAMELESS) for part in (shown.text, shown.html))
    message = Mail(
        one_line(f"[تجربة] {issue.subject or 'بلا عنوان'}"),
        text,
        sender(),
        [one_address(member.email)],
        headers={"Message-ID": message_id(), "Content-Language": "ar", "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(html, "text/html")
    return message
