"""Transcripts are read as their authors meant them, and a fault is named by its line."""

import pytest

from publications.podcasts.transcripts import (
    BadTranscript,
    Passage,
    as_webvtt,
    passages_of,
    plain_text,
    read_transcript,
)

VTT = """WEBVTT - Afsnit 9
Kind: captions

NOTE Rettet af redaktionen

STYLE
::cue { color: red }

1
00:01.000 --> 00:04.500 align:start
<v Anna Holm>Hvad gjorde I &amp; hvorfor?</v>

00:00:04.500 --> 00:00:08.000
<v.loud Bo>Vi <b>talte</b>
med hinanden.

01:00:08.000 --> 01:00:09.000
Hver morgen.
"""


def test_cues_have_times_words_and_the_voice_that_spoke_last():
    assert read_transcript(VTT) == [
        Passage("Hvad gjorde I & hvorfor?", "Anna Holm", 1.0, 4.5),
        Passage("Vi talte med hinanden.", "Bo", 4.5, 8.0),
        Passage("Hver morgen.", "Bo", 3608.0, 3609.0),
    ]


def test_two_voices_in_one_cue_are_two_passages():
    text = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>Ja?</v>\n<v Bo>Nej.</v>"
    assert [(one.speaker, one.text) for one in read_transcript(text)] == [
        ("Anna", "Ja?"),
        ("Bo", "Nej."),
    ]


@pytest.mark.parametrize("start", ["\ufeff", ""])
@pytest.mark.parametrize("end_of_line", ["\r\n", "\r", "\n"])
def test_files_of_every_program_are_read(start, end_of_line):
    assert len(read_transcript(start + VTT.replace("\n", end_of_line))) == 3


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHej", 3, "komma"),
        ("WEBVTT\n\n00:00:02.000 --> 00:00:01.000\nHej", 3, "slutter, før"),
        ("WEBVTT\n\n00:00:01.000 -->\nHej", 3, "kan ikke læses"),
        ("WEBVTT\n\nHej med dig", 3, "ingen tid"),
        ("WEBVTT\n\n7\nHej med dig", 3, "ingen tid"),
        ("WEBVTTT\n\n00:00:01.000 --> 00:00:02.000\nHej", 1, "WEBVTT"),
        ("WEBVTT", 1, "ikke sagt noget"),
        (
            "WEBVTT\n\n00:05.000 --> 00:06.000\nA\n\n00:01.000 --> 00:02.000\nB",
            6,
            "begynder før",
        ),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\nA\n00:07.000 --> 00:08.000\nB", 5, "tom linje"),
    ],
)
def test_a_fault_is_named_by_its_line(text, line, words):
    with pytest.raises(BadTranscript) as fault:
        read_transcript(text)
    assert fault.value.line == line
    assert str(fault.value.sentence).startswith(f"Linje {line}: ")
    assert words in str(fault.value.sentence)


def test_what_has_a_fault_is_shown_all_the_same_without_its_marks():
    shown = passages_of("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\n<v Anna>Hej med dig")
    assert [passage.text for passage in shown] == ["Hej med dig"]
    assert shown[0].start is None


def test_plain_text_has_names_and_paragraphs():
    text = "Anna: Hvad gjorde I?\nBo: Vi talte\nmed hinanden.\n\nMusik.\n\nSe https://x.dk: godt."
    assert read_transcript(text) == [
        Passage("Hvad gjorde I?", "Anna"),
        Passage("Vi talte med hinanden.", "Bo"),
        Passage("Musik."),
        Passage("Se https://x.dk: godt."),
    ]


def test_the_words_alone_have_each_name_once():
    assert plain_text(read_transcript(VTT)) == (
        "Anna Holm: Hvad gjorde I & hvorfor?\n\nBo: Vi talte med hinanden. Hver morgen."
    )


def test_what_is_written_as_webvtt_reads_the_same():
    passages = [
        Passage("Er 1 < 2 & 3 > 2?", "Anna & Bo", 0.0, 2.25),
        Passage("Ja.", "Anna & Bo", 3599.9996, 3601.0),
    ]
    assert read_transcript(as_webvtt(passages)) == [
        passages[0],
        Passage("Ja.", "Anna & Bo", 3600.0, 3601.0),
    ]


def test_a_long_and_hostile_text_is_read_quickly():
    for text in ("WEBVTT\n\n" + "<v " * 50_000, "A" * 300_000 + ":", "WEBVTT\n\n" + "-->" * 90_000):
        passages_of(text)
