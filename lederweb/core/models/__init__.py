from .changes import UntoldChange
from .files import CustomDocument, CustomImage, CustomMedia, CustomRendition
from .findings import PageFinding
from .pages import BasePage

__all__ = [
    "BasePage",
    "CustomDocument",
    "CustomImage",
    "CustomMedia",
    "CustomRendition",
    "PageFinding",
    "UntoldChange",
]
