"""Lists, who subscribed to them and who must never be written to, issues, and the ledger of what was delivered."""

from newsletter.models.delivery import Delivery
from newsletter.models.desk_event import DeskEvent
from newsletter.models.digest import Digest
from newsletter.models.issue import Issue, IssueEvent, IssueStory
from newsletter.models.mailing_list import MailingList
from newsletter.models.rate import Grant
from newsletter.models.report import Report
from newsletter.models.sign_up import Departure, SignUp
from newsletter.models.subscriber import Subscriber, Subscription
from newsletter.models.subscriber_import import ImportProblem, SubscriberImport
from newsletter.models.suppression import Suppression

__all__ = [
    "Delivery",
    "Departure",
    "DeskEvent",
    "Digest",
    "Grant",
    "ImportProblem",
    "Issue",
    "IssueEvent",
    "IssueStory",
    "MailingList",
    "Report",
    "SignUp",
    "Subscriber",
    "SubscriberImport",
    "Subscription",
    "Suppression",
]
