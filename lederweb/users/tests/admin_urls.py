"""Every address below /admin/, filled in with things of the world."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, Site, Task, Workflow

from lederweb.pages.models import NotFoundPath
from lederweb.testing.world import World

_PARAMETER = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
_GROUP = re.compile(r"\(\?P<(?P<name>\w+)>(?P<inside>[^()]*)\)")


@dataclass(frozen=True)
class Address:
    """`name` is the URL's name with its namespaces, or its route where it has none."""

    name: str
    route: str

    def filled(self, values: dict[str, Any]) -> str:
        """Raises KeyError when the world has nothing for a parameter."""
        path = self.route
        for pattern in (_GROUP, _PARAMETER):
            path = pattern.sub(lambda found: str(values[found["name"]]), path)
        return "/" + re.sub(r"[\^$\\]", "", path)


def every_address() -> Iterator[Address]:
    """Below /admin/, in the order in which Django looks."""
    found = [address for address in _walk(get_resolver()) if address.route.startswith("admin/")]
    # The last one catches what nothing else does.
    yield from found[:-1]
    yield Address("nothing", "admin/nothing-here/")


def _walk(
    resolver: URLResolver, route: str = "", spaces: tuple[str, ...] = ()
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _walk(pattern, path, inner)
        elif isinstance(pattern, URLPattern):
            yield Address(":".join((*spaces, pattern.name)) if pattern.name else path, path)


@dataclass
class Things:
    """What addresses speak of: one of each, made with the world."""

    world: World
    general: dict[str, Any] = field(default_factory=dict)
    by_space: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        world = self.world
        editor, moderator = world.ellen_the_editor, world.morten_the_moderator
        self.article = world.article(picture=world.picture)
        self.other = world.article("Et andet greb")
        self.submitted = world.article("Til godkendelse")
        alias = self.other.create_alias(update_slug="alias")
        issue = world.issue(pages=[self.article])
        sent = world.sent_issue(pages=[self.article])
        subscriber = world.subscriber()
        self.submitted.save_revision(user=editor)
        workflow = Workflow.objects.get()
        state = workflow.start(self.submitted, editor)
        root = Collection.get_first_root_node()
        collection = root.add_child(name="Pressebilleder")
        redirect = Redirect.objects.create(old_path="/gammel", redirect_link="/artikler/")
        query = Query.get("trivsel")
        SearchPromotion.objects.create(query=query, page=self.article.page_ptr)
        self.missing = NotFoundPath.objects.create(
            path="/x", example="/x", first_seen="2026-03-01", last_seen="2026-03-01"
        )
        session = EditingSession.objects.create(
            user=moderator, content_object=self.article, last_seen_at="2026-03-01T10:00Z"
        )
        self.person, self.partner = self._people()
        self.event, self.mention, self.seat = self._vaeksthus()
        suppression = self._suppression()
        enrolment, opening = self._courses()
        order = world.order()
        self.general = {
            "page_id": self.article.pk,
            "page_pk": self.article.pk,
            "workflow_pk": workflow.pk,
            "parent_page_id": self.article.get_parent().pk,
            "page_to_move_id": self.article.pk,
            "destination_id": self.article.get_parent().pk,
            "revision_id": self.article.latest_revision_id,
            "revision_id_a": "earliest",
            "revision_id_b": "latest",
            "content_type_app_name": "publications",
            "content_type_model_name": "articlepage",
            "app_label": "publications",
            "model_name": "articlepage",
            "app_name": "pages",
            "action_name": "approve",
            "task_state_id": state.current_task_state.pk,
            "task_id": state.current_task_state.task_id,
            "workflow_state_id": state.pk,
            "collection_id": collection.pk,
            "object_id": self.article.pk,
            "session_id": session.pk,
            "document_id": world.pdf.pk,
            "doc_id": world.pdf.pk,
            "image_id": world.picture.pk,
            "media_id": world.sound.pk,
            "media_type": "audio",
            "filter_spec": "width-100",
            "uploaded_file_id": 1,
            "redirect_id": redirect.pk,
            "query_id": query.pk,
            "issue_id": issue.pk,
            "report_id": world.report().pk,
            "sending_id": sent.sending.pk,
            "uidb64": urlsafe_base64_encode(str(editor.pk).encode()),
            "token": "none",
            "slug": "offentliggjort",  # has a chart, a table and every export
            "pk": self.article.pk,
        }
        self.by_space = {
            "wagtailadmin_api:documents": {"pk": world.pdf.pk},
            "wagtailadmin_api:images": {"pk": world.picture.pk},
            "wagtailadmin_collections": {"pk": collection.pk},
            "wagtailadmin_workflows": {"pk": workflow.pk},
            "wagtailadmin_workflows:add_task": {
                "app_label": "wagtailcore",
                "model_name": "groupapprovaltask",
            },
            "wagtailadmin_workflows:edit_task": {"pk": Task.objects.get().pk},
            "wagtailadmin_workflows:disable_task": {"pk": Task.objects.get().pk},
            "wagtailadmin_workflows:enable_task": {"pk": Task.objects.get().pk},
            "wagtailadmin_pages:convert_alias": {"page_id": alias.pk},
            **{
                f"wagtailadmin_pages:{name}": {"page_id": self.submitted.pk}
                for name in (
                    "workflow_action",
                    "collect_workflow_action_data",
                    "confirm_workflow_cancellation",
                    "workflow_preview",
                    "workflow_history",
                    "workflow_history_detail",
                )
            },
            "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
            "wagtailsettings": {
                "model_name": "sitesettings",
                "pk": Site.objects.get(is_default_site=True).pk,
            },
            "wagtailsnippets_projects_person": {"pk": self.person.pk},
            "wagtailsnippetchoosers_projects_person": {"pk": self.person.pk},
            "wagtailsnippets_projects_partner": {"pk": self.partner.pk},
            "wagtailsnippetchoosers_projects_partner": {"pk": self.partner.pk},
            **{
                f"{space}_projects_{thing._meta.model_name}": {"pk": thing.pk}
                for space in ("wagtailsnippets", "wagtailsnippetchoosers")
                for thing in (self.event, self.mention, self.seat)
            },
            "newsletter_sendings": {"pk": sent.sending.pk},
            "newsletter_subscribers": {"pk": subscriber.pk},
            **{
                f"newsletter_subscribers:{name}": {"pk": self._import().pk}
                for name in ("import", "start_import", "cancel_import", "import_rejects")
            },
            "suppressed_addresses": {"pk": suppression.pk},
            "single_mails": {"pk": self._mail().pk},
            **{
                f"not_found_{name}": {"pk": self.missing.pk}
                for name in ("point", "elsewhere", "dismiss", "undo")
            },
            "readers_word_delete": {"pk": self._answer().pk},
            "orders": {"pk": order.pk, "step": "pack"},
            "print_stock": {"pk": order.stock_id},
            "enrolments": {"pk": enrolment.pk},
            "published_figures": {"pk": self._figure().pk},
            "figures_of_page": {"page_id": self.article.pk},
            "figures_receipt": {"page_id": self.article.pk},
            "correct_figure": {"pk": self._frozen().pk},
            **{
                f"analytics_card_{kind}{form}": values
                for kind, values in {
                    "project": {"project_id": world.project("Ledelse af frivillige").pk},
                    "tier": {"tier": 3},
                    "quarter": {"year": 2026, "quarter": 1},
                }.items()
                for form in ("", "_pdf", "_docx", "_csv")
            },
            "analytics_delete_source": {"source_id": self._source().pk},
            "course_openings": {"pk": opening.pk},
            "wagtailsites": {"pk": Site.objects.get(is_default_site=True).pk},
            "wagtailusers_users": {"pk": editor.pk},
            "two_factor_remove_for_user": {"pk": editor.pk},
            "wagtailusers_groups": {"pk": Group.objects.create(name="Gæster").pk},
            "wagtaildocs_chooser": {"pk": world.pdf.pk},
            "wagtailimages_chooser": {"pk": world.picture.pk},
        }

    def _import(self) -> Any:
        from newsletter.models import SubscriberImport

        return SubscriberImport.objects.get_or_create(file_name="liste.csv")[0]

    def _frozen(self) -> Any:
        from analytics.models import FrozenFigure

        return FrozenFigure.objects.create(
            page_id=self.article.pk,
            wanted={},
            name="Følgere",
            value=4544,
            unit="followers",
            definition="",
            period="november 2017",
            source="Facebook",
            text="4.544",
            note="",
        )

    def _figure(self) -> Any:
        from analytics.services.record_figure import record_figure

        return record_figure(
            key="besoeg-2016",
            label="Besøg",
            value=1,
            unit="visits",
            year=2016,
            source="Status",
            monthly_average=True,
        )

    def _source(self) -> Any:
        from analytics.models import ImportedSource

        return ImportedSource.objects.create(name="Gammel server", kind="log")

    def _people(self) -> tuple[Any, Any]:
        from projects.models import Partner, Person

        return Person.objects.create(name="Karen Holm"), Partner.objects.create(name="KL")

    def _vaeksthus(self) -> tuple[Any, Any, Any]:
        from projects.models import Membership

        world = self.world
        return world.event(), world.mention(), world.seat(Membership.Body.BOARD)

    def _answer(self) -> Any:
        from publications.models import Answer

        return Answer.objects.create(
            page=self.article, use="partly", remark="Savner et eksempel", day="2026-03-01"
        )

    def _courses(self) -> tuple[Any, Any]:
        from publications.models import CourseOpening

        course = self.world.course()
        opening = CourseOpening.objects.create(
            course=course, enrolled=695, counted_on="2017-11", source="Status december 2017"
        )
        return self.world.enrolment(course), opening

    def _suppression(self) -> Any:
        from lederweb.mail.models import Suppression
        from lederweb.mail.services.suppress import suppress, suppression_of

        suppress(address="borte@example.org", reason=Suppression.Reason.ASKED)
        return suppression_of("borte@example.org")

    def _mail(self) -> Any:
        from lederweb.mail.rendering import RenderedMail
        from lederweb.mail.services.queue import queue_rendered

        mail = RenderedMail("Hej", "Hej", "")
        return queue_rendered(to="borte@example.com", mail=mail, purpose="test")

    def values_for(self, name: str) -> dict[str, Any]:
        values = dict(self.general)
        parts = name.split(":")
        for length in range(1, len(parts) + 1):
            values |= self.by_space.get(":".join(parts[:length]), {})
        return values
