"""When a page is looked at again, and by whom."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from publications.models import ArticleIndexPage, ContentPage

pytestmark = pytest.mark.django_db


def test_what_is_due_comes_longest_overdue_first_and_only_while_it_is_live(world):
    world.article("Næste år", review_on=dt.date(2027, 3, 1))
    world.article("I dag", review_on=dt.date(2026, 3, 1))
    world.article("Længe siden", review_on=dt.date(2025, 3, 1))
    world.article("Aldrig", review_on=None)
    world.article("Taget af", review_on=dt.date(2025, 1, 1)).unpublish()
    due = ContentPage.objects.to_be_reviewed(on=dt.date(2026, 3, 1))
    assert [page.title for page in due] == ["Længe siden", "I dag"]


def test_a_new_page_proposes_its_writer_in_a_year(world, client):
    ellen = world.ellen_the_editor
    client.force_login(ellen, backend="django.contrib.auth.backends.ModelBackend")
    index = world.section(ArticleIndexPage, "Artikler", "artikler")
    page = client.get(
        reverse("wagtailadmin_pages:add", args=["publications", "articlepage", index.pk])
    )
    form = page.context["form"]
    assert form.initial["review_on"] == timezone.localdate() + dt.timedelta(days=365)
    assert form.initial["review_owner"] == ellen.pk


def test_who_took_the_date_away_is_not_asked_again(world, client):
    article = world.article(review_on=None)
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("wagtailadmin_pages:edit", args=[article.pk]))
    assert page.context["form"].initial["review_on"] is None
