"""Forgetting what log-ins leave behind."""

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from celery import shared_task
from django.core.management import call_command
from django.utils import timezone


@shared_task(name="users.forget_failed_logins")
def forget_failed_logins() -> None:
    """Delete failed log-ins that no longer count, and sessions that have ended. Runs nightly."""
    AccessAttempt.objects.filter(attempt_time__lt=timezone.now() - get_cool_off()).delete()
    call_command("clearsessions", verbosity=0)
