from .figures import PublishedFigure
from .hits import ChangedDay, DroppedHits, PageView, Series, StreamPosition, VisitorKey
from .totals import ClosedMonth, DailyTotal, Dimension, Metric, MonthlyTotal

__all__ = [
    "ChangedDay",
    "ClosedMonth",
    "DailyTotal",
    "Dimension",
    "DroppedHits",
    "Metric",
    "MonthlyTotal",
    "PageView",
    "PublishedFigure",
    "Series",
    "StreamPosition",
    "VisitorKey",
]
