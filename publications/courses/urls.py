"""Addresses of courses that are no pages of Wagtail's.

`publications.models.courses` keeps pages away from them (RESERVED_COURSES, RESERVED_LESSONS).
"""

from django.urls import path

from publications.courses.views import certificate, learner, own_data, sign_up

LEARNER = "e-kurser/<slug:slug>/deltager/<str:token>/"

urlpatterns = [
    path("e-kurser/tjek-din-indbakke/", sign_up.check_inbox, name="course_check_inbox"),
    path("e-kurser/bekraeft/<str:token>/", sign_up.confirm, name="course_confirm"),
    path("e-kurser/fortsaet/", sign_up.ask_for_access, name="course_ask_for_access"),
    path("e-kurser/fortsaet/sendt/", sign_up.access_sent, name="course_access_sent"),
    path(
        "e-kurser/paamindelser/<str:token>/",
        own_data.stop_reminders,
        name="course_stop_reminders",
    ),
    path("e-kurser/bevis/", certificate.check, name="course_certificate_check"),
    path("e-kurser/<slug:slug>/tilmeld/", sign_up.enrol, name="course_enrol"),
    path(LEARNER, learner.overview, name="course_learner"),
    path(f"{LEARNER}lektion/<slug:lesson>/", learner.lesson, name="course_learner_lesson"),
    path(f"{LEARNER}bekraeft/", learner.confirm_other, name="course_confirm_other"),
    path(f"{LEARNER}paamindelser/", learner.reminders, name="course_reminders"),
    path(f"{LEARNER}nyt-link/", learner.renew, name="course_renew_access"),
    path(f"{LEARNER}bevis/", certificate.certificate, name="course_certificate"),
    path(f"{LEARNER}mine-data/", own_data.download, name="course_download"),
    path(f"{LEARNER}slet/", own_data.erase, name="course_erase"),
]
