from .figures import PublishedFigure
from .hits import ChangedDay, DroppedHits, PageView, Series, StreamPosition, VisitorKey
from .sources import (
    FollowerCount,
    ImportedFile,
    ImportedSource,
    ReportRecipient,
    SentReport,
)
from .statements import FigureCorrection, FrozenFigure
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
    "FigureCorrection",
    "FollowerCount",
    "FrozenFigure",
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
