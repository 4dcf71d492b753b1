from .home import HomePage
from .not_found import NotFoundDay, NotFoundLeftOut, NotFoundPath
from .settings import FooterItem, MenuItem, SiteSettings
from .standard import StandardPage

__all__ = [
    "FooterItem",
    "HomePage",
    "MenuItem",
    "NotFoundDay",
    "NotFoundLeftOut",
    "NotFoundPath",
    "SiteSettings",
    "StandardPage",
]
