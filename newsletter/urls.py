"""The newsletter's addresses that are no pages of Wagtail's (RESERVED_SLUGS names them)."""

from django.urls import path

from newsletter.views import bounces, links, pages, preferences, sign_up, subscription

urlpatterns = [
    path("nyhedsbrev/l/<slug:token>/", links.follow, name="newsletter_link"),
    path("nyhedsbrev/afvist-post/", bounces.take, name="newsletter_bounces"),
    path("nyhedsbrev/feed.xml", pages.issue_feed, name="newsletter_feed"),
    path("nyhedsbrev/tilmeld/", sign_up.sign_up, name="newsletter_sign_up"),
    path("nyhedsbrev/tjek-din-indbakke/", sign_up.check_inbox, name="newsletter_check_inbox"),
    path("nyhedsbrev/bekraeft/<str:token>/", subscription.confirm, name="newsletter_confirm"),
    path("nyhedsbrev/afmeld/<str:token>/", subscription.leave, name="newsletter_leave"),
    path("nyhedsbrev/tilmeld-igen/<str:token>/", subscription.rejoin, name="newsletter_rejoin"),
    path("nyhedsbrev/farvel/", subscription.goodbye, name="newsletter_goodbye"),
    path(
        "nyhedsbrev/ny-adresse/<str:token>/",
        subscription.new_address,
        name="newsletter_new_address",
    ),
    path("nyhedsbrev/indstillinger/", preferences.ask_for_link, name="newsletter_ask_for_link"),
    path("nyhedsbrev/indstillinger/sendt/", preferences.link_sent, name="newsletter_link_sent"),
    path(
        "nyhedsbrev/indstillinger/<str:token>/",
        preferences.preferences,
        name="newsletter_preferences",
    ),
    path(
        "nyhedsbrev/indstillinger/<str:token>/mine-data/",
        preferences.download,
        name="newsletter_download",
    ),
    path("nyhedsbrev/indstillinger/<str:token>/pause/", preferences.pause, name="newsletter_pause"),
    path(
        "nyhedsbrev/indstillinger/<str:token>/genoptag/",
        preferences.resume,
        name="newsletter_resume",
    ),
    path(
        "nyhedsbrev/indstillinger/<str:token>/ny-adresse/",
        preferences.new_address,
        name="newsletter_ask_for_address",
    ),
    path("nyhedsbrev/indstillinger/<str:token>/slet/", preferences.erase, name="newsletter_erase"),
]
