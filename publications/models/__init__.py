from .articles import ArticleIndexPage, ArticlePage
from .catalogue import CataloguePage
from .chapters import ChapterPage
from .content import ContentPage
from .courses import CourseIndexPage, CoursePage
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
    "CourseIndexPage",
    "CoursePage",
    "Edition",
    "Format",
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
