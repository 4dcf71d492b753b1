from .composing import NewsletterSettings, QuietWeek
from .deliveries import Delivery, Pace, Sending, Variant
from .goodbyes import Goodbye, GoodbyeRemark
from .imports import ImportRow, SubscriberImport
from .issues import IssueItem, IssuePage, NewsletterIndexPage
from .subscribers import AddressChange, Consent, Subscriber, SubscriberChange

__all__ = [
    "AddressChange",
    "Consent",
    "Delivery",
    "Goodbye",
    "GoodbyeRemark",
    "ImportRow",
    "IssueItem",
    "IssuePage",
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
