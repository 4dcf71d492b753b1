"""Subscribers from a file: what would happen, what happened, and what never does (N10, S6)."""

import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from lederweb.mail.models import OutboxMail
from lederweb.mail.personal_data import erase_everywhere, held_about
from lederweb.mail.services.suppress import suppress, suppression_of
from newsletter.importing.reading import MOST_BYTES, NotAList
from newsletter.importing.rejects import reject_lines
from newsletter.models import Consent, ImportRow, Subscriber, SubscriberImport
from newsletter.services import import_subscribers as importing
from newsletter.services.erase import erase
from newsletter.services.leave import leave
from newsletter.services.start_import import start
from newsletter.tests.lists import HEADER, NOBODY, PROOF, read, states, table, take_in, workbook

pytestmark = pytest.mark.django_db


def test_a_row_with_proof_becomes_a_subscriber_and_its_consent_a_record(world):
    assert world.home
    batch = take_in(table(f"Karen@Example.org;1+3;særnumre;{PROOF}"))
    assert batch.state == "done"
    karen = Subscriber.objects.get()
    assert (karen.email, karen.email_key) == ("Karen@example.org", "karen@example.org")
    assert (karen.state, karen.tiers, karen.frequency) == ("active", ["1", "3"], "special")
    consent = Consent.objects.get()
    assert (consent.source, consent.wording) == ("import", "Ja tak til nyhedsbrevet")
    assert (consent.evidence, consent.version) == ("Væksthusdag 2025", f"import-{batch.pk}")
    assert consent.given_at.isoformat() == "2025-02-28T23:00:00+00:00"
    assert consent.confirmed_at is not None
    assert not OutboxMail.objects.exists()


@pytest.mark.parametrize(
    "proof", [";;", "01-03-2025;;", "01-03-2025;Ja tak;", ";Ja tak;Væksthusdag"]
)
def test_without_proof_a_row_is_set_aside_and_gets_nothing(world, proof):
    assert world.home
    batch = take_in(table(f"karen@example.org;;;{proof}"))
    assert batch.counts == NOBODY | {"set_aside": 1}
    assert states() == {"karen@example.org": "set_aside"}
    assert not Consent.objects.exists()
    assert not OutboxMail.objects.exists()
    assert not Subscriber.objects.receiving(world.issue(kind="special")).exists()


def test_a_proof_that_comes_later_makes_a_subscriber_of_who_was_set_aside(world):
    assert world.home
    take_in(table("karen@example.org;;;;;"))
    assert take_in(table("karen@example.org;;;;;")).counts == NOBODY | {"known": 1}
    assert take_in(table(f"karen@example.org;;;{PROOF}")).counts == NOBODY | {"new": 1}
    assert states() == {"karen@example.org": "active"}


def test_the_wording_and_source_of_the_whole_file_stand_in_where_a_row_has_none(world):
    assert world.home
    rows = "email,consent date\njens@example.org,2025-03-01\nbo@example.org,\n"
    batch = take_in(rows, wording="Ja tak", source="Kursusliste 2025")
    assert batch.counts == NOBODY | {"new": 1, "set_aside": 1}
    assert Consent.objects.get().evidence == "Kursusliste 2025"


def test_who_left_or_is_suppressed_stays_so_and_who_is_there_is_not_touched(world):
    world.subscriber("Karen", tiers=["2"])
    world.subscriber("Poul", state="left")
    suppress(address="sara@example.org", reason="bounced")
    erase(subscriber=world.subscriber("Eva"))
    names = ("karen", "POUL", "sara", "eva")
    before = list(Subscriber.objects.values())
    batch = take_in(table(*(f"{name}@example.org;1;;{PROOF}" for name in names)))
    assert batch.counts == NOBODY | {"known": 1, "left": 1, "suppressed": 2}
    assert list(Subscriber.objects.values()) == before


def test_who_leaves_or_is_erased_between_the_look_and_the_yes_is_not_taken_in(world):
    karen, jens = world.subscriber("Karen"), world.subscriber("Jens")
    batch = read(table(*(f"{name}@example.org;;;{PROOF}" for name in ("karen", "jens", "bo"))))
    leave(subscriber_id=karen.public_id)
    erase(subscriber=jens)
    suppress(address="bo@example.org", reason="asked")
    start(import_id=batch.pk)
    importing.run(import_id=batch.pk)
    batch.refresh_from_db()
    assert batch.counts == NOBODY | {"left": 1, "suppressed": 1}
    assert states() == {"karen@example.org": "left"}
    assert not ImportRow.objects.filter(email_key="jens@example.org").exists()


@pytest.mark.parametrize("row", ["", "Findes ikke"], ids=["readable", "unreadable"])
def test_an_erasure_takes_the_address_out_of_lists_that_wait(world, row):
    assert world.home
    batch = read(f"E-mail;Emner\r\nkaren@example.org;{row}\r\njens@example.org;")
    [held] = held_about("Karen@example.org").found
    assert held.holder.key == "newsletter"
    assert "liste.csv" in held.held.lines[0]
    assert held.held.data["imports"][0]["file"] == "liste.csv"
    assert [each.key for each in erase_everywhere("Karen@example.org")] == ["newsletter"]
    assert list(batch.rows.values_list("email", flat=True)) == ["jens@example.org"]
    assert "karen" not in "".join(reject_lines(batch))
    start(import_id=batch.pk)
    importing.run(import_id=batch.pk)
    assert set(states()) == {"jens@example.org"}
    assert suppression_of("karen@example.org").reason == "erased"


def test_the_same_address_twice_in_a_file_is_one_subscriber_by_the_row_with_proof(world):
    assert world.home
    batch = take_in(
        table("KAREN@example.org;1;;;;", f"karen@example.org;2;;{PROOF}", "karen@EXAMPLE.org;;;;;")
    )
    assert batch.counts == NOBODY | {"new": 1, "duplicate": 2}
    assert Subscriber.objects.get().tiers == ["2"]


def test_the_same_file_again_doubles_nothing(world, monkeypatch):
    monkeypatch.setattr(importing, "STEP", 2)
    rows = [f"reader{number}@example.org;;;{PROOF}" for number in range(5)]
    assert take_in(table(*rows)).counts == NOBODY | {"new": 5}
    again = take_in(table(*rows))
    assert again.counts == NOBODY | {"known": 5}
    assert again.taken == 5
    assert (Subscriber.objects.count(), Consent.objects.count()) == (5, 5)


def test_a_worker_that_dies_half_way_is_continued_and_doubles_nothing(world, monkeypatch):
    assert world.home
    monkeypatch.setattr(importing, "STEP", 2)
    batch = read(table(*(f"reader{number}@example.org;;;{PROOF}" for number in range(5))))
    start(import_id=batch.pk)
    assert importing._step(batch.pk)
    assert Subscriber.objects.count() == 2
    assert importing.unfinished() == [batch.pk]
    importing.run(import_id=batch.pk)
    importing.run(import_id=batch.pk)
    assert Consent.objects.count() == 5
    assert importing.unfinished() == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("karen;;;;;", "e-mail"),
        ("å@example.org;;;;;", "æ, ø"),
        ("karen@example.org;7;;;;", "7"),
        ("karen@example.org;;daglig;;;", "daglig"),
        ("karen@example.org;;;i går;Ja;Liste", "i går"),
        ("karen@example.org;;;31-02-2025;Ja;Liste", "31-02-2025"),
        ("karen@example.org;;;01-01-2999;Ja;Liste", "fremtiden"),
    ],
)
def test_what_cannot_be_read_goes_to_a_file_with_line_and_reason(world, row, reason):
    assert world.home
    batch = take_in(table(f"ok@example.org;;;{PROOF}", "", row))
    assert batch.counts == NOBODY | {"new": 1, "invalid": 1}
    head, bad = "".join(reject_lines(batch)).strip("\ufeff").splitlines()
    assert head.endswith(HEADER)
    assert bad.startswith("4;")
    assert reason in bad
    assert batch.rows.count() == 1


def test_a_formula_in_an_unreadable_row_is_quoted(world):
    assert world.home
    batch = take_in(table('=HYPERLINK("http://x");;;;;'))
    assert "'=HYPERLINK" in "".join(reject_lines(batch))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_recognised(world, encoding, delimiter):
    assert world.home
    text = table(f"karen@rødgrød.example;1;særnummer;{PROOF}").replace(";", delimiter)
    assert take_in(text.encode(encoding)).counts == NOBODY | {"new": 1}
    karen = Subscriber.objects.get()
    assert (karen.email, karen.frequency) == ("karen@xn--rdgrd-vuad.example", "special")
    assert Consent.objects.get().evidence == "Væksthusdag 2025"


def test_excel_files_are_read_with_their_dates_and_numbers(world):
    import datetime as dt

    assert world.home
    header = ("Email", "Tier", "Consent date", "Wording", "Source")
    given = dt.datetime(2025, 3, 1, 12, 30)  # noqa: DTZ001 (Excel knows no zones)
    row = ("karen@example.org", 2, given, "Yes", "List")
    batch = take_in(workbook(header, row, (None,) * 5, ("bo", None, None, None, None)))
    assert batch.counts == NOBODY | {"new": 1, "invalid": 1}
    assert Subscriber.objects.get().tiers == ["2"]
    assert Consent.objects.get().given_at.isoformat() == "2025-03-01T11:30:00+00:00"


def bomb() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("[Content_Types].xml", "<Types/>")
        parts.writestr("xl/sharedStrings.xml", b" " * (41 * 1024 * 1024))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "tom"),
        (b"  \n \n", "tom"),
        (b"%PDF-1.7 x", "hverken"),
        (b"\x89PNG\r\n", "hverken"),
        (b"<html><body>", "hverken"),
        (b"a\0b", "hverken"),
        (b"e-mail\n" + b"x" * 5000 + b"\0", "hverken"),
        (b"\xd0\xcf\x11\xe0 old", "gammel"),
        (b"PK\x03\x04" + b"\x8a" * 500, "Excel-filen"),
        (workbook(("a", "b"))[:-200], "Excel-filen"),
        (b"navn;by\nKaren;Odense\n", "e-mail"),
        (b"e-mail\n", "ingen"),
        (b'"e-mail\n' + b"a" * 200_000, "Linje 1 .*CSV"),
    ],
    # A workbook's bytes differ from one making to the next, and so would their names.
    ids=range(13),
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(world, content, words):
    assert world.home
    with pytest.raises(NotAList, match=words):
        read(content)
    assert not SubscriberImport.objects.exists()


def test_a_packed_file_that_grows_is_refused_before_it_does(world):
    assert world.home
    with pytest.raises(NotAList, match="udpakket"):
        read(bomb())


def test_a_file_that_is_too_big_is_refused_unread():
    class Unread(io.BytesIO):
        def read(self, *args):
            raise AssertionError

    with pytest.raises(NotAList, match="MB"):
        importing.read_file(file=Unread(), name="a.csv", size=MOST_BYTES + 1)


def test_old_rows_of_imports_are_forgotten(world):
    import datetime as dt

    batch = take_in(table("karen;;;;;"))
    looked_at = read(table("jens@example.org;;;;;"))
    importing.forget_files()
    assert ImportRow.objects.count() == 2
    long_ago = batch.created_at - dt.timedelta(days=31)
    SubscriberImport.objects.filter(pk=batch.pk).update(finished_at=long_ago)
    SubscriberImport.objects.filter(pk=looked_at.pk).update(
        created_at=looked_at.created_at - dt.timedelta(days=3)
    )
    importing.forget_files()
    assert not ImportRow.objects.exists()
    assert SubscriberImport.objects.get() == batch


def test_the_command_says_what_would_happen_and_does_it(world, tmp_path, capsys):
    assert world.home
    file = tmp_path / "liste.csv"
    file.write_text(table(f"karen@example.org;;;{PROOF}", "nej;;;;;"), encoding="utf-8")
    call_command("import_subscribers", str(file), "--dry-run")
    assert "1  Ny" in capsys.readouterr().out
    assert not Subscriber.objects.exists()
    assert not SubscriberImport.objects.exists()
    call_command("import_subscribers", str(file))
    assert states() == {"karen@example.org": "active"}
    assert "nej" in (tmp_path / "liste.csv.rejected.csv").read_text(encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("import_subscribers", str(tmp_path / "nowhere.csv"))
