"""Take an imported source back."""

from __future__ import annotations

from django.db import transaction

from analytics.models import GRAINS, ImportedSource


@transaction.atomic
def delete_source(*, source_id: int) -> None:
    """Delete the source with its files and every total of its series; nothing of ours."""
    source = ImportedSource.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        return
    for model in GRAINS.values():
        model._default_manager.filter(series=source.series).delete()
    source.delete()
