"""A question that can't be answered here goes to the quality team by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from bot.slack.asked import Asked
from bot.slack.expertise_messages import question_cards
from bot.slack.floor import Floor
from bot.slack.quality_team import desk_of
from knowledge import expertise
from knowledge.deliveries import NewDelivery
from knowledge.errors import NotFound

PassOn = Callable[[Session], Sequence[NewDelivery]]


def to_quality_team(floor: Floor, asked: Asked, answer_id: str) -> PassOn | None:
    """What passes a question on, within the transaction that ends its job. Asks Slack.

    Without the asker's name, since nobody was asked whether it may be given; the reply comes back
    all the same. None: the asker is no employee, or nobody of the quality team can be reached.
    """
    person = floor.people.person(asked.person)
    if person is None or not person.employee:
        return None
    try:
        desk = desk_of(floor)
    except NotFound:
        return None

    def pass_on(session: Session) -> Sequence[NewDelivery]:
        made = expertise.refer(
            session,
            question=asked.text,
            answer_id=answer_id,
            asker=asked.person,
            named=False,
            where=asked.address,
            why="other language",
            now=floor.clock(),
        )
        return question_cards(floor, desk, made)

    return pass_on
