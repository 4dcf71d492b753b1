from .answers import Answer
from .articles import ArticleIndexPage, ArticlePage
from .catalogue import CataloguePage
from .chapters import ChapterPage
from .content import ContentPage
from .courses import CourseIndexPage, CoursePage, LessonPage
from .enrolments import CourseDay, CourseOpening, Enrolment, LessonProgress
from .files import MadeFile, PdfReading
from .orders import Order
from .podcasts import PodcastEpisodePage, PodcastIndexPage, PodcastSeriesPage
from .publications import Edition, Format, PublicationIndexPage, PublicationPage
from .related import Gist, Likeness, Pick
from .reminders import ReviewReminder
from .share_cards import ShareCard
from .stock import Stock, StockMovement
from .tools import ToolIndexPage, ToolPage
from .topics import TopicIndexPage, TopicPage

__all__ = [
    "Answer",
    "ArticleIndexPage",
    "ArticlePage",
    "CataloguePage",
    "ChapterPage",
    "ContentPage",
    "CourseDay",
    "CourseIndexPage",
    "CourseOpening",
    "CoursePage",
    "Edition",
    "Enrolment",
    "Format",
    "Gist",
    "LessonPage",
    "LessonProgress",
    "Likeness",
    "MadeFile",
    "Order",
    "PdfReading",
    "Pick",
    "PodcastEpisodePage",
    "PodcastIndexPage",
    "PodcastSeriesPage",
    "PublicationIndexPage",
    "PublicationPage",
    "ReviewReminder",
    "ShareCard",
    "Stock",
    "StockMovement",
    "ToolIndexPage",
    "ToolPage",
    "TopicIndexPage",
    "TopicPage",
]
