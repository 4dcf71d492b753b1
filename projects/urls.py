from django.urls import path

from projects import views

urlpatterns = [
    path("om/arrangementer/<int:pk>.ics", views.event_calendar, name="event_calendar"),
]
