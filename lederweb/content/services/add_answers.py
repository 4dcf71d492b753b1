"""What readers of the demonstration answered under the pages. All of it is made up."""

from __future__ import annotations

import datetime as dt
import random

from django.utils import timezone

from lederweb.content.services.demonstration import Demonstration
from publications.models import Answer, ContentPage
from publications.services.take_answer import REMARKS_KEPT

_DAYS = 120
_PAGES = 14
# Said of the text, so that it fits any of them.
_REMARKS = {
    Answer.Use.YES: (
        "Spørgsmålene gik lige ind på vores ledermøde i tirsdags.",
        "Kort og til at gå til. Jeg har sendt den videre til mine to afdelingsledere.",
        "Vi prøvede øvelsen. Den tog en time og ikke en halv, men det var det værd.",
        "Dejligt med noget, man kan bruge i morgen.",
    ),
    Answer.Use.PARTLY: (
        "God begyndelse, men jeg savner et eksempel fra et sygehus.",
        "Fint for store afdelinger. Hvad gør man, når man kun er seks?",
        "Må gerne komme som et ark, man kan skrive på.",
        "Svær at læse på telefonen i en pause, men indholdet er godt.",
    ),
    Answer.Use.NO: (
        "Det vidste jeg i forvejen.",
        "For overordnet til os på gulvet.",
    ),
}
_LIKELY = {Answer.Use.YES: 62, Answer.Use.PARTLY: 27, Answer.Use.NO: 11}


def add_answers(*, demonstration: Demonstration) -> None:
    """Answers of the last months under some pages, if there are none at all.

    Every remark says that it belongs to the demonstration.
    """
    if Answer.objects.exists():
        demonstration.report("Readers' answers", 0, Answer.objects.count())
        return
    chance = random.Random("answers")  # the same answers every time
    today = timezone.localdate()
    pages = [page for page in ContentPage.objects.listed() if page.kind.asks_readers]
    answers = []
    for page in chance.sample(pages, min(_PAGES, len(pages))):
        for _number in range(chance.randint(4, 40)):
            use = chance.choices(list(_LIKELY), weights=list(_LIKELY.values()))[0]
            remark = f"{chance.choice(_REMARKS[use])} (Demonstration)"
            answers.append(
                Answer(
                    page=page,
                    use=use,
                    remark=remark if chance.random() < 0.2 else "",
                    day=today - dt.timedelta(days=chance.randint(0, min(_DAYS, REMARKS_KEPT.days))),
                )
            )
    Answer.objects.bulk_create(answers)
    demonstration.report("Readers' answers", len(answers), 0)
