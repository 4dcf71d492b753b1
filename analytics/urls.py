"""Addresses of counting; the dashboard's stand in wagtail_hooks.py."""

from django.urls import path

from analytics.views.beacon import count, picture

urlpatterns = [
    path("t/", count, name="beacon"),
    path("t/p.gif", picture, name="beacon_picture"),
]
