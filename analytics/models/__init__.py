from .figures import PublishedFigure
from .hits import ChangedDay, DroppedHits, PageView, Series, StreamPosition, VisitorKey
from .reports import (
    FrozenReport,
    ReportFile,
    ReportMark,
    ReportWork,
    StatusReportIndexPage,
    StatusReportPage,
)
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
    "FrozenReport",
    "HourlyTotal",
    "ImportedFile",
    "ImportedSource",
    "Metric",
    "MonthlyTotal",
    "PageView",
    "PublishedFigure",
    "ReportFile",
    "ReportMark",
    "ReportRecipient",
    "ReportWork",
    "SentReport",
    "Series",
    "StatusReportIndexPage",
    "StatusReportPage",
    "StreamPosition",
    "VisitorKey",
    "VisitorSketch",
    "YearlyTotal",
]
