from .changes import UntoldChange
from .files import CustomDocument, CustomImage, CustomMedia, CustomRendition
from .pages import BasePage

__all__ = [
    "BasePage",
    "CustomDocument",
    "CustomImage",
    "CustomMedia",
    "CustomRendition",
    "UntoldChange",
]
