from .figures import PublishedFigure
from .hits import ChangedDay, DroppedHits, PageView, Series, StreamPosition, VisitorKey
from .totals import (
    GRAINS,
    ClosedMonth,
    DailyTotal,
    Dimension,
    HourlyTotal,
    Metric,
    MonthlyTotal,
    VisitorSketch,
    YearlyTotal,
)

__all__ = [
    "GRAINS",
    "ChangedDay",
    "ClosedMonth",
    "DailyTotal",
    "Dimension",
    "DroppedHits",
    "HourlyTotal",
    "Metric",
    "MonthlyTotal",
    "PageView",
    "PublishedFigure",
    "Series",
    "StreamPosition",
    "VisitorKey",
    "VisitorSketch",
    "YearlyTotal",
]
