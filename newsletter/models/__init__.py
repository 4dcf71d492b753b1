from .deliveries import Delivery, Sending
from .issues import IssueItem, IssuePage, NewsletterIndexPage
from .subscribers import Consent, Subscriber

__all__ = [
    "Consent",
    "Delivery",
    "IssueItem",
    "IssuePage",
    "NewsletterIndexPage",
    "Sending",
    "Subscriber",
]
