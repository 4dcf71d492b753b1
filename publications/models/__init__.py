from .articles import ArticleIndexPage, ArticlePage
from .catalogue import CataloguePage
from .content import ContentPage
from .courses import CourseIndexPage, CoursePage
from .podcasts import PodcastEpisodePage, PodcastIndexPage, PodcastSeriesPage
from .publications import Edition, Format, PublicationIndexPage, PublicationPage
from .tools import ToolIndexPage, ToolPage
from .topics import TopicIndexPage, TopicPage

__all__ = [
    "ArticleIndexPage",
    "ArticlePage",
    "CataloguePage",
    "ContentPage",
    "CourseIndexPage",
    "CoursePage",
    "Edition",
    "Format",
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
