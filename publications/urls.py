from django.urls import include, path

from publications import views
from publications.podcasts import views as podcasts
from publications.readers_word import views as readers_word

urlpatterns = [
    path("", include("publications.courses.urls")),
    path("", include("publications.orders.urls")),
    path("lyd/<int:pk>/<str:filename>", podcasts.audio, name="audio"),
    path("podcast/<slug:slug>/feed.xml", podcasts.series_feed, name="series_feed"),
    path("podcast/<slug:series>/<slug:slug>/kapitler.json", podcasts.chapters),
    path("podcast/<slug:series>/<slug:slug>/udskrift.vtt", podcasts.transcript_vtt),
    path("podcast/<slug:series>/<slug:slug>/udskrift.html", podcasts.transcript_html),
    path("dit-svar/<int:page_id>/", readers_word.answer, name="readers_word"),
    path("dit-svar/<int:page_id>/tak/", readers_word.thanks, name="readers_word_thanks"),
    path("katalog/katalog.pdf", views.catalogue_pdf, name="catalogue_pdf"),
    path("feed.xml", views.content_feed, name="content_feed"),
]
