from .articles import ArticleIndexPage, ArticlePage
from .catalogue import CataloguePage
from .chapters import ChapterPage
from .content import ContentPage
from .courses import CourseIndexPage, CoursePage, LessonPage
from .enrolments import CourseDay, CourseOpening, Enrolment, LessonProgress
from .files import MadeFile, PdfReading
from .podcasts import PodcastEpisodePage, PodcastIndexPage, PodcastSeriesPage
from .publications import Edition, Format, PublicationIndexPage, PublicationPage
from .tools import ToolIndexPage, ToolPage
from .topics import TopicIndexPage, TopicPage

__all__ = [
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
    "LessonPage",
    "LessonProgress",
    "MadeFile",
    "PdfReading",
    "PodcastEpisodePage",
    "PodcastIndexPage",
    "PodcastSeriesPage",
    "PublicationIndexPage",
    "PublicationPage",
    "ToolIndexPage",
    "ToolPage",
    "TopicIndexPage",
    "TopicPage",
]
