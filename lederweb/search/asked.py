"""What readers search for, counted by day for the editors, without who asked.

A reader may type anything, also a name. So a question is counted only if every word of it stands
on a public page. For each Danish day a hash in Redis has the count so far; a beat job writes it to
the tables of Wagtail's search promotions, where editors choose among what is asked for most.
"""

from __future__ import annotations

import datetime as dt
import logging
from functools import cache

import redis
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, QueryDailyHits
from wagtail.search.utils import MAX_QUERY_STRING_LENGTH, normalise_query_string

from lederweb.lib.redis import ImpatientRedis
from lederweb.search.questions import Question

logger = logging.getLogger(__name__)

# So many different questions are kept for one day: a program cannot fill the table.
MOST_A_DAY = 500
KEPT_DAYS = 90
_KEPT_SECONDS = 3 * 24 * 3600  # in Redis, long after the job has written them
# Counts the question, unless it is new and the day is full.
_COUNT = """
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 or redis.call('HLEN', KEYS[1]) < tonumber(ARGV[2])
then redis.call('HINCRBY', KEYS[1], ARGV[1], 1) end
redis.call('EXPIRE', KEYS[1], ARGV[3])
"""


@cache
def client() -> redis.Redis:
    """For `REDIS_URL`; waits a quarter of a second once, then not at all for a while."""
    return ImpatientRedis.from_url(
        settings.REDIS_URL, socket_connect_timeout=0.25, socket_timeout=0.25
    )


def key_of(day: dt.date) -> str:
    return f"search:{day}:asked"


def note(question: Question) -> None:
    """Count a question. Never raises: a Redis that is away costs the count only."""
    text = normalise_query_string(question.text)[:MAX_QUERY_STRING_LENGTH]
    try:
        client().eval(_COUNT, 1, key_of(timezone.localdate()), text, MOST_A_DAY, _KEPT_SECONDS)
    except redis.RedisError as error:
        logger.info("A question was not counted: %s", type(error).__name__)


def write_questions() -> None:
    """Write the counts of today and yesterday. Raises redis.RedisError when Redis is away.

    Redis has the day's count so far, so this may run twice, at once, or be killed.
    """
    today = timezone.localdate()
    for day in (today - dt.timedelta(days=1), today):
        found = client().hgetall(key_of(day))
        counts = {text.decode(): int(count) for text, count in found.items()}  # type: ignore[union-attr]
        if counts:
            _write(day, counts)


@transaction.atomic
def _write(day: dt.date, counts: dict[str, int]) -> None:
    # In one order, so that two jobs never wait for each other.
    texts = sorted(counts)
    Query.objects.bulk_create([Query(query_string=text) for text in texts], ignore_conflicts=True)
    numbers = dict(Query.objects.filter(query_string__in=texts).values_list("query_string", "pk"))
    QueryDailyHits.objects.bulk_create(
        [QueryDailyHits(query_id=numbers[text], date=day, hits=counts[text]) for text in texts],
        update_conflicts=True,
        unique_fields=["query", "date"],
        update_fields=["hits"],
    )


def forget_questions() -> None:
    """Delete counts after `KEPT_DAYS`, and questions with neither counts nor promotions."""
    QueryDailyHits.garbage_collect(days=KEPT_DAYS)
    Query.garbage_collect()
