"""Finding what is like a page, once, when it comes out.

What two pages share (topics, tags, the words that tell a page from others) weighs by how rare it
is: a topic that every other page has says little. The work grows with what changed: one page is
compared with those that share something with it, and only lists it belongs on are touched.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable

from django.db import connection, transaction
from django.utils import timezone

from lederweb.lib import danish
from publications.models import ContentPage, Gist, Likeness

KEPT = 12  # so many of the likest are kept for each page; readers see three of those still live
TOUCHED = 60  # lists of others that a page may come onto
WORDS = 25  # so many words are the gist of a page
TITLE_COUNTS = 4  # a word in the title counts as so many in the text
SHORTEST = 4  # letters
TOPIC, TAG, WORD = 3.0, 2.0, 1.0

# All that the page has in common with others, each worth the more the fewer have it.
_LIKEST = """
    WITH shared (page, what, weight) AS (
        SELECT contentpage_id, 'topic ' || topicpage_id, %(topic)s::float
        FROM publications_contentpage_topics WHERE topicpage_id IN (
            SELECT topicpage_id FROM publications_contentpage_topics WHERE contentpage_id = %(page)s
        )
        UNION ALL
        SELECT content_object_id, 'tag ' || tag_id, %(tag)s
        FROM publications_contenttag WHERE tag_id IN (
            SELECT tag_id FROM publications_contenttag WHERE content_object_id = %(page)s
        )
        UNION ALL
        SELECT page_id, 'word ' || word, %(word)s
        FROM publications_gist gist, unnest(gist.words) word
        WHERE gist.words && %(words)s::varchar[] AND word = ANY(%(words)s)
    ), worth (what, value) AS (
        SELECT what, max(weight) * ln(1 + %(everything)s::float / count(*))
        FROM shared GROUP BY what
    )
    SELECT page, sum(value) AS score
    FROM shared JOIN worth USING (what) JOIN wagtailcore_page ON id = page AND live
    WHERE page <> %(page)s GROUP BY page ORDER BY score DESC, page DESC LIMIT %(touched)s
"""
_TRIM = """
    DELETE FROM publications_likeness WHERE id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY page_id ORDER BY score DESC, other_id DESC)
            AS place FROM publications_likeness WHERE page_id = ANY(%s)
        ) ranked WHERE place > %s
    )
"""


def gist_of(page: ContentPage) -> list[str]:
    """The words that say what a page is about, in dictionary form, the weightiest first."""
    counted = Counter(_subjects(page.searchable_text()))
    for word in _subjects(page.title):
        counted[word] += TITLE_COUNTS
    weights = {
        word: count * -math.log(max(danish.frequency(word), 1e-8))
        for word, count in counted.items()
    }
    return sorted(weights, key=lambda word: (-weights[word], word))[:WORDS]


def _subjects(text: str) -> Iterable[str]:
    for word in danish.whole_words(text):
        if word.isdigit() or word in danish.FUNCTION_WORDS:
            continue
        form = danish.lemma(word)
        if len(form) >= SHORTEST:
            yield form


def relate(*, page_id: int) -> bool:
    """Work out what is like the page and where the page itself belongs; may run twice.

    Returns whether any list has changed. A page that is not public is on no list.
    """
    begun = timezone.now()
    page = ContentPage.objects.live().public().filter(pk=page_id).first()
    with transaction.atomic():
        if page is None:
            Gist.objects.filter(page=page_id).delete()
            gone, _ = Likeness.objects.filter(page=page_id).delete()
            return bool(gone + Likeness.objects.filter(other=page_id).delete()[0])
        words = gist_of(page.specific)
        Gist.objects.update_or_create(page=page, defaults={"words": words, "made_at": begun})
        scores = _scores(page, words)
        before = dict(Likeness.objects.filter(page=page).values_list("other", "score"))
        _write(page_id, scores)
        after = dict(Likeness.objects.filter(page=page).values_list("other", "score"))
    return before.keys() != after.keys()


def _scores(page: ContentPage, words: list[str]) -> dict[int, float]:
    """The likest pages with how like they are; what a page shares with nobody is nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LIKEST,
            {
                "page": page.pk,
                "words": words,
                "everything": max(ContentPage.objects.live().count(), 2),
                "topic": TOPIC,
                "tag": TAG,
                "word": WORD,
                "touched": TOUCHED,
            },
        )
        return dict(cursor.fetchall())


def _write(page_id: int, scores: dict[int, float]) -> None:
    Likeness.objects.filter(page=page_id).delete()
    Likeness.objects.filter(other=page_id).delete()
    rows = [
        Likeness(page_id=one, other_id=another, score=score)
        for other, score in scores.items()
        for one, another in ((page_id, other), (other, page_id))
    ]
    # Whoever publishes at the same moment may have written some of them.
    Likeness.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["page", "other"],
        update_fields=["score"],
    )
    with connection.cursor() as cursor:
        cursor.execute(_TRIM, [[page_id, *scores], KEPT])
