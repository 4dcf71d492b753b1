"""What an editor sees beside the form of a page that was never saved."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from wagtail.models import Page, get_page_models

from lederweb.testing.world import World

pytestmark = pytest.mark.django_db

KINDS = sorted(
    (model for model in get_page_models() if model is not Page and model.is_creatable),
    key=lambda model: model._meta.label,
)


@pytest.fixture(scope="module", autouse=True)
def pages(made_once) -> None:
    with made_once() as world:
        world.whole_site()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind._meta.label)
def test_a_page_that_was_never_saved_is_shown_in_every_way(world: World, kind) -> None:
    there = kind.objects.first()
    assert there, f"the whole site has no {kind.__name__}"
    parent = there.get_parent()
    # As Wagtail makes it while the form of a new page is filled in.
    page = kind(title="En ny side", slug="en-ny-side")
    page.depth = parent.depth + 1
    page.path = parent.get_last_child()._inc_path()
    page.set_url_path(parent)
    request = RequestFactory().get("/admin/")
    request.user = world.ellen_the_editor
    for mode, _label in page.preview_modes:
        answer = page.make_preview_request(request, mode)
        assert answer.status_code == 200, mode
