"""Addresses of orders. ChapterPage keeps chapters away from "bestil" (RESERVED_CHAPTERS)."""

from django.urls import path

from publications.orders import views

urlpatterns = [
    path("publikationer/<slug:slug>/bestil/", views.order, name="order"),
    path("publikationer/<slug:slug>/bestil/tak/", views.thanks, name="order_thanks"),
    path("bestilling/<str:token>/", views.own_data, name="order_own_data"),
    path("bestilling/<str:token>/mine-data/", views.download, name="order_download"),
    path("bestilling/<str:token>/slet/", views.erase, name="order_erase"),
]
