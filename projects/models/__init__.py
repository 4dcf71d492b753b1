from .people import Partner, Person
from .projects import ProjectIndexPage, ProjectPage
from .tiers import OwnersField, Tier, TierIndexPage, TierPage

__all__ = [
    "OwnersField",
    "Partner",
    "Person",
    "ProjectIndexPage",
    "ProjectPage",
    "Tier",
    "TierIndexPage",
    "TierPage",
]
