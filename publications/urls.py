from django.urls import path

from publications import views

urlpatterns = [
    path("lyd/<int:pk>/<str:filename>", views.audio, name="audio"),
    path("podcast/<slug:slug>/feed.xml", views.series_feed, name="series_feed"),
    path("feed.xml", views.content_feed, name="content_feed"),
]
