"""The pages behind the links in mails about comments: each asks for one press, and a look changes nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from comments.letters import wake_replies
from comments.letters.composing import may_publish
from comments.links import CONFIRM, MUTE, MUTE_THREAD, PUBLISH
from comments.models import Comment, Decision, Mailbox, Notice, ThreadMute
from mohit.signed_links import WrongLink, button_page, done_page, link_page


def mailbox_of(pk: int, version: int) -> Mailbox:
    mailbox = Mailbox.objects.filter(pk=pk, version=version).first()
    if not mailbox:
        raise WrongLink
    return mailbox


def notice_of(pk: int, version: int) -> Notice:
    notice = Notice.objects.select_related("comment", "mailbox").filter(pk=pk, mailbox__version=version).first()
    if not notice:
        raise WrongLink
    return notice


@link_page(CONFIRM)
def comments_confirm(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    mailbox = mailbox_of(pk, version)
    if request.method == "POST":
        if mailbox.confirm():
            wake_replies(mailbox)
        return done_page("شكرا، تأكد بريدك", "ستصلك الردود على تعليقاتك التي طلبت فيها ذلك. في كل رسالة رابط لإيقافها.")
    return button_page(
        "هل هذا بريدك؟",
        "كتب أحد هذا العنوان تحت تعليق في موقعنا وطلب أن تصله الردود بالبريد. إن كنت أنت، فأكد.",
        "نعم، هذا بريدي",
    )


@link_page(MUTE)
def comments_mute(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """An address that we have forgotten meanwhile gets no mail: that is what was asked for."""
    mailbox = Mailbox.objects.filter(pk=pk).first()
    if request.method == "POST" and request.POST.get("choice") == "resume" and mailbox:
        mailbox.unmute()
        return done_page("عادت الرسائل", "ستصلك من جديد الردود التي طلبتها.")
    if request.method == "POST":
        if mailbox:
            mailbox.mute()
        return done_page("لن تصلك رسائل عن التعليقات", "أوقفنا كل رسائلنا عن التعليقات إلى هذا العنوان.")
    if mailbox and mailbox.muted_at:
        words = "كل رسائلنا عن التعليقات إلى عنوانك متوقفة. هل تريد أن تعود؟"
        return button_page("الرسائل متوقفة", words, "أعد الرسائل", choice="resume")
    return button_page("إيقاف الرسائل", "لن تصلك منا بعد ذلك أي رسالة عن التعليقات، في أي نقاش.", "أوقفوا الرسائل")


@link_page(MUTE_THREAD)
def comments_mute_thread(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    notice = notice_of(pk, version)
    if request.method == "POST":
        thread = notice.comment.thread_id or notice.comment_id
        ThreadMute.objects.get_or_create(mailbox=notice.mailbox, thread_id=thread)
        return done_page("كتمنا هذا النقاش", "لن تصلك ردود أخرى منه. الردود في النقاشات الأخرى تصلك كما كانت.")
    return button_page("كتم هذا النقاش", "لن تصلك ردود أخرى من هذا النقاش وحده.", "اكتم النقاش")


NOT_MINE = "قال صاحب البريد إنه لم يكتبه"
PUBLISHED = "نشره صاحبه من بريده"


@link_page(PUBLISH)
def comments_publish(request: HttpRequest, pk: int, version: int) -> HttpResponse:
    """Whoever decided first is right, reports included; the page then says what became of it."""
    notice = notice_of(pk, version)
    comment = notice.comment
    if request.method == "POST" and request.POST.get("choice") == "not_mine":
        comment.reject(None, Decision.Reason.OTHER, NOT_MINE)
        return done_page("شكرا لإخبارنا", "لن ينشر هذا التعليق باسمك.")
    is_theirs = comment.status == Comment.Status.PENDING and may_publish(notice.mailbox, comment)
    if request.method == "POST" and is_theirs:
        comment.publish(PUBLISHED)
    if request.method == "POST" or not is_theirs or comment.decisions.exists():
        return now_published(comment)
    return button_page(
        "هل هذا تعليقك؟",
        "ينشر حالما تؤكد أنه لك.",
        "تابع",
        quote=comment.text,
        choices=[("publish", "هذا تعليقي، انشروه"), ("not_mine", "لم أكتبه، لا تنشروه")],
    )


def now_published(comment: Comment) -> HttpResponse:
    comment.refresh_from_db(fields=["status"])
    if comment.is_public:
        return done_page("تعليقك منشور", "شكرا لك.", address=comment.get_absolute_url(), way="اقرأه في مكانه")
    if comment.status == Comment.Status.PENDING:
        return done_page("تعليقك عند المشرفين", "ينظرون فيه، ولا حاجة إلى شيء منك.")
    return done_page("قرر المشرفون في هذا التعليق", "لم ينشر، ولا حاجة إلى شيء منك.")
