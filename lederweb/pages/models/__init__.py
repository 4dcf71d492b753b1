from .home import HomePage
from .settings import FooterItem, MenuItem, SiteSettings
from .standard import StandardPage

__all__ = ["FooterItem", "HomePage", "MenuItem", "SiteSettings", "StandardPage"]
