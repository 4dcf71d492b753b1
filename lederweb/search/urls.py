from django.urls import path

from lederweb.search.views import search

urlpatterns = [path("soeg/", search, name="search")]
