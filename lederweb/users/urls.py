"""Registered below /admin/, where Wagtail asks for a log-in first."""

from django.urls import path

from lederweb.users import views

urlpatterns = [
    path("account/two-factor/", views.StatusView.as_view(), name="two_factor"),
    path("account/two-factor/set-up/", views.SetUpView.as_view(), name="two_factor_set_up"),
    path("account/two-factor/verify/", views.VerifyView.as_view(), name="two_factor_verify"),
    path(
        "users/<int:pk>/two-factor/remove/",
        views.remove_for_user,
        name="two_factor_remove_for_user",
    ),
]
