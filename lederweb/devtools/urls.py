"""Addresses that exist in development only."""

from django.urls import path

from lederweb.devtools import styleguide, views

app_name = "devtools"

urlpatterns = [
    path("dev/post/", views.mail_list, name="mail_list"),
    path("dev/post/toem/", views.empty, name="mail_empty"),
    path("dev/post/<slug:mail_id>/", views.mail, name="mail"),
    path("dev/post/<slug:mail_id>/html/", views.html, name="mail_html"),
    path("dev/post/<slug:mail_id>/del/<int:number>/", views.part, name="mail_part"),
    path("stilguide/", styleguide.index, name="styleguide"),
    path("stilguide/lyd.wav", styleguide.sound, name="styleguide_sound"),
]
