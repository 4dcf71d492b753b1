from .events import Event, MediaMention
from .overviews import EventIndexPage, MediaIndexPage, MembersPage
from .people import Membership, Partner, Person
from .projects import ProjectIndexPage, ProjectPage, ProjectPerson
from .tiers import OwnersField, Tier, TierIndexPage, TierPage

__all__ = [
    "Event",
    "EventIndexPage",
    "MediaIndexPage",
    "MediaMention",
    "MembersPage",
    "Membership",
    "OwnersField",
    "Partner",
    "Person",
    "ProjectIndexPage",
    "ProjectPage",
    "ProjectPerson",
    "Tier",
    "TierIndexPage",
    "TierPage",
]
