"""What core changes in Wagtail."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from lederweb.core.rich_text import PageLinkHandler


@hooks.register("register_rich_text_features", order=1)  # after Wagtail's own
def link_to_pages_in_one_query(features: FeatureRegistry) -> None:
    features.register_link_type(PageLinkHandler)
