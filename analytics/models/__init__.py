from .figures import PublishedFigure
from .hits import ChangedDay, DroppedHits, PageView, Series, StreamPosition, VisitorKey
from .sources import (
    FollowerCount,
    ImportedFile,
    ImportedSource,
    ReportRecipient,
    SentReport,
)
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
    "FollowerCount",
    "HourlyTotal",
    "ImportedFile",
    "ImportedSource",
    "Metric",
    "MonthlyTotal",
    "PageView",
    "PublishedFigure",
    "ReportRecipient",
    "SentReport",
    "Series",
    "StreamPosition",
    "VisitorKey",
    "VisitorSketch",
    "YearlyTotal",
]
