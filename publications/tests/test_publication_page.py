import pytest
from django.core.files.base import ContentFile
from django.test import Client

from lederweb.core.models import CustomDocument
from publications.models import Edition, Format, PublicationIndexPage, PublicationPage


@pytest.fixture
def publication(world):
    article = world.article("Frivillige skal også ledes")
    topic = world.topic("Frivillige")
    index = world.section(PublicationIndexPage, "Publikationer", "publikationer")
    page = index.add_child(
        instance=PublicationPage(
            title="Ledelse af frivillige",
            lead="Sådan får I glæde af hinanden.",
            publisher="Væksthus for Ledelse",
            picture=world.picture,
            project=world.project(),
            body=[("text", f'<p>Læs <a linktype="page" id="{article.pk}">artiklen</a>.</p>')],
        )
    )
    document = CustomDocument.objects.create(
        title="Ledelse af frivillige", file=ContentFile(b"%PDF-1.7", "frivillige.pdf")
    )
    page.editions = [
        Edition(
            number=1,
            print_run=1,
            year=2013,
            formats=[Format(kind="pdf", document=document, isbn="978-87-7029-041-8")],
        )
    ]
    page.topics = [topic]
    page.tags.add("frivillige")
    page.save_revision().publish()
    return page


def test_a_publication_is_offered_for_download_and_has_its_colophon(client: Client, publication):
    page = client.get(publication.url).content.decode()
    assert "(PDF" in page
    assert "1. udgave, 1. oplag, 2013" in page
    assert "978-87-7029-041-8" in page


def test_a_link_in_the_text_leads_to_the_page(client: Client, publication):
    page = client.get(publication.url).content.decode()
    assert '<a href="/artikler/frivillige-skal-ogsaa-ledes/">artiklen</a>' in page


def test_a_publication_keeps_to_twelve_queries(
    client: Client, publication, django_assert_max_num_queries, settings
):
    settings.PAGE_CACHE_SECONDS = 0
    client.get(publication.url)
    with django_assert_max_num_queries(12):
        client.get(publication.url)
