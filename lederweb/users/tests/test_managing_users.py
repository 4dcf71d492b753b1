"""An administrator manages users: without user names, in Wagtail's own pages."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from lederweb.testing.world import World
from lederweb.users.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "Et-nyt-drivhus-42"


@pytest.fixture
def anna(world: World) -> Client:
    client = Client()
    client.force_login(
        world.anna_the_administrator, backend="django.contrib.auth.backends.ModelBackend"
    )
    return client


def form_for(**fields: object) -> dict[str, object]:
    return {
        "email": "Karla@Example.org",
        "first_name": "Karla",
        "last_name": "Holm",
        "password1": PASSWORD,
        "password2": PASSWORD,
        "groups": [Group.objects.get(name="Redaktører").pk],
    } | fields


def test_the_list_shows_names_addresses_and_roles_but_no_user_name(
    anna: Client, world: World
) -> None:
    assert world.ellen_the_editor
    html = anna.get("/admin/users/").content.decode()
    for text in ("Ellen Eksempel", "ellen@example.org", "Redaktører"):
        assert text in html
    assert "Brugernavn" not in html
    assert "Username" not in html


def test_a_new_user_is_made_with_an_address_and_a_role_and_logs_in(anna: Client) -> None:
    page = anna.get(reverse("wagtailusers_users:add"))
    assert not {"username", "is_superuser"} & set(page.context["form"].fields)
    assert anna.post(reverse("wagtailusers_users:add"), form_for()).status_code == 302
    karla = User.objects.get(email="karla@example.org")
    assert not karla.is_superuser
    assert [group.name for group in karla.groups.all()] == ["Redaktører"]
    visitor = Client()
    visitor.post("/admin/login/", {"username": "karla@example.org", "password": PASSWORD})
    home = visitor.get("/admin/")
    assert home.status_code == 200
    assert 'lang="da"' in home.content.decode()


def test_nobody_becomes_superuser_through_the_form(anna: Client) -> None:
    anna.post(reverse("wagtailusers_users:add"), form_for(is_superuser="on"))
    assert not User.objects.get(email="karla@example.org").is_superuser


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "ELLEN@example.org"}, "email"),
        ({"email": "ikke en adresse"}, "email"),
        ({"password1": "drivhus", "password2": "drivhus"}, "password2"),
        ({"password1": "karla@example.org", "password2": "karla@example.org"}, "password2"),
    ],
)
def test_what_does_not_work_is_said_at_its_field(
    anna: Client, world: World, fields: dict, field: str
) -> None:
    assert world.ellen_the_editor
    response = anna.post(reverse("wagtailusers_users:add"), form_for(**fields))
    assert response.status_code == 200
    assert list(response.context["form"].errors) == [field]


def test_a_user_gets_another_role_and_keeps_the_password(anna: Client, world: World) -> None:
    ellen = world.ellen_the_editor
    edit = reverse("wagtailusers_users:edit", args=[ellen.pk])
    moderators = Group.objects.get(name="Moderatorer")
    form = form_for(
        email=ellen.email, password1="", password2="", groups=[moderators.pk], is_active="on"
    )
    assert anna.post(edit, form).status_code == 302
    before, ellen = ellen.password, User.objects.get(pk=ellen.pk)
    assert ellen.password == before
    assert list(ellen.groups.all()) == [moderators]
    assert ellen.first_name == "Karla"


def test_a_user_is_found_by_name_and_by_address(anna: Client, world: World) -> None:
    assert world.ellen_the_editor
    for words in ("Ellen", "ellen@exa"):
        html = anna.get("/admin/users/results/", {"q": words}).content.decode()
        assert "ellen@example.org" in html
        assert "anna@example.org" not in html


@pytest.mark.parametrize("ordering", ["name", "-name", "email", "-last_login", "is_active"])
def test_the_list_can_be_sorted(anna: Client, ordering: str) -> None:
    assert anna.get("/admin/users/", {"ordering": ordering}).status_code == 200


def test_several_users_are_given_a_role_switched_off_and_deleted_at_once(
    anna: Client, world: World
) -> None:
    people = [world.person(name, "Redaktører") for name in ("Karla", "Peter")]
    ids = "&".join(f"id={user.pk}" for user in people)
    moderators = Group.objects.get(name="Moderatorer")
    anna.post(f"/admin/bulk/users/user/assign_role/?{ids}", {"role": moderators.pk})
    assert moderators.user_set.count() == 2
    anna.post(f"/admin/bulk/users/user/set_active_state/?{ids}", {"mark_as_active": "False"})
    assert not User.objects.filter(pk__in=[user.pk for user in people], is_active=True).exists()
    anna.post(f"/admin/bulk/users/user/delete/?{ids}")
    assert not User.objects.filter(pk__in=[user.pk for user in people]).exists()


def test_everybody_changes_their_own_name_address_and_password(world: World) -> None:
    client = Client()
    client.force_login(world.ellen_the_editor, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/admin/account/")
    assert "Dansk" in page.content.decode()
    form = {
        "name_email-first_name": "Ellen",
        "name_email-last_name": "Holm",
        "name_email-email": "ellen.holm@example.org",
        "locale-preferred_language": "da",
        "locale-current_time_zone": "Europe/Copenhagen",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
        "password-old_password": "vaeksthus-demo",
        "password-new_password1": PASSWORD,
        "password-new_password2": PASSWORD,
    }
    assert client.post("/admin/account/", form).status_code == 302
    visitor = Client()
    form = {"username": "ellen.holm@example.org", "password": PASSWORD}
    assert visitor.post("/admin/login/", form).status_code == 302


def test_pictures_of_people_are_never_asked_for_elsewhere(anna: Client) -> None:
    assert "gravatar" not in anna.get("/admin/users/").content.decode()
