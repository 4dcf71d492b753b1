from .composing import NewsletterSettings, QuietWeek
from .deliveries import Delivery, Pace, Sending, Variant
from .goodbyes import Goodbye, GoodbyeRemark
from .imports import ImportRow, SubscriberImport
from .issues import IssueItem, IssuePage, NewsletterIndexPage
from .results import BounceReport, IssueLink, LinkDay
from .subscribers import AddressChange, Consent, FormerId, Subscriber, SubscriberChange

__all__ = [
    "AddressChange",
    "BounceReport",
    "Consent",
    "Delivery",
    "FormerId",
    "Goodbye",
    "GoodbyeRemark",
    "ImportRow",
    "IssueItem",
    "IssueLink",
    "IssuePage",
    "LinkDay",
    "NewsletterIndexPage",
    "NewsletterSettings",
    "Pace",
    "QuietWeek",
    "Sending",
    "Subscriber",
    "SubscriberChange",
    "SubscriberImport",
    "Variant",
]
