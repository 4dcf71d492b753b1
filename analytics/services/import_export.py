"""Exports of Matomo and Plausible into a series of their own."""

from __future__ import annotations

from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.importing.exports import BadExport, Export, read_export
from analytics.models import DailyTotal, ImportedFile, ImportedSource, MonthlyTotal
from lederweb.lib.periods import Month

# Other counters define visits and visitors in their own ways.
FOREIGN_DEFINITIONS = 0
# What days add up to a month of.
_ADDED_UP = ("visits", "page_views")


def import_export(
    *, source_name: str, kind: str, file: IO[bytes], file_name: str, size: int, user: Any = None
) -> ImportedFile:
    """Take the numbers in; days and months that the source has are replaced, not added to.

    Of daily numbers visits and page views also make months; visitors of days do not add up to
    those of a month, so months have visitors only from an export by month. What was imported as a
    month is not replaced by the sum of its days. Raises BadExport.
    """
    export = read_export(file, size=size)
    with transaction.atomic():
        source, _is_new = ImportedSource.objects.select_for_update().get_or_create(
            name=source_name, defaults={"kind": kind}
        )
        if source.kind != kind:
            raise BadExport(
                [
                    _("“%(name)s” is a source of another kind. Give this one a name of its own.")
                    % {"name": source_name}
                ]
            )
        _write_days(source, export)
        _write_months(source, export.months)
        periods = [*export.days, *(month.first_day for month in export.months)]
        ends = [*export.days, *(month.last_day for month in export.months)]
        count = len(export.days) + len(export.months)
        imported, _is_new = ImportedFile.objects.update_or_create(
            source=source,
            fingerprint=export.fingerprint,
            defaults={
                "name": file_name[:200],
                "lines": count,
                "counted": count,
                "first_day": min(periods),
                "last_day": max(ends),
                "imported_by": user,
            },
        )
    return imported


def _refuse_days_of_imported(source: ImportedSource, months: set[Month]) -> None:
    """Of a month that is more or less than the sum of its days, all days may not be here."""
    whole = [
        month.name
        for month in sorted(months)
        for metric, figures in MonthlyTotal.objects.of_metrics(
            _ADDED_UP, month.first_day, month.first_day, series=source.series
        ).items()
        if month.first_day in figures
        and figures[month.first_day].value != _sums(source, month).get(metric)
    ]
    if whole:
        raise BadExport(
            [
                _(
                    "“%(name)s” has %(months)s as whole months already. Leave their days out, or "
                    "take the source’s numbers back first."
                )
                % {"name": source.name, "months": ", ".join(dict.fromkeys(whole))}
            ]
        )


def _sums(source: ImportedSource, month: Month) -> dict[str, int]:
    stand = DailyTotal.objects.of_metrics(
        _ADDED_UP, month.first_day, month.last_day, series=source.series
    )
    return {
        metric: sum(figure.value for figure in figures.values())
        for metric, figures in stand.items()
        if figures
    }


def _write_days(source: ImportedSource, export: Export) -> None:
    months = {Month.of(day) for day in export.days}
    _refuse_days_of_imported(source, months)
    DailyTotal.objects.filter(series=source.series, day__in=export.days).delete()
    DailyTotal.objects.bulk_create(
        [
            DailyTotal(day=day, metric=metric, dimension="site", series=source.series, value=value)
            for day, values in export.days.items()
            for metric, value in values.items()
        ],
        batch_size=1000,
    )
    for month in months:
        _write_months(source, {month: _sums(source, month)})


def _write_months(source: ImportedSource, months: dict[Month, dict[str, int]]) -> None:
    for month, values in months.items():
        MonthlyTotal.objects.filter(
            series=source.series, month=month.first_day, metric__in=values
        ).delete()
    MonthlyTotal.objects.bulk_create(
        [
            MonthlyTotal(
                month=month.first_day,
                metric=metric,
                dimension="site",
                series=source.series,
                value=value,
                definition_version=FOREIGN_DEFINITIONS,
            )
            for month, values in months.items()
            for metric, value in values.items()
        ],
        batch_size=1000,
    )
