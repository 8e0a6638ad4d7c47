"""Everything the bot can send or open, made of any words: what the limits are tried on.

Each maker takes a source of words and yields payloads. A feature adds its views to ALL_VIEWS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, get_args, get_type_hints

from bot.conversations import Message
from bot.slack import (
    digest_blocks,
    drill_blocks,
    drill_campaign_blocks,
    drill_views,
    expertise_views,
    feedback_views,
    nudge_blocks,
    nudge_requests,
    raise_views,
    record_session_views,
    record_views,
)
from bot.slack.answer_blocks import answer_message, words_message
from bot.slack.answer_record import Shown
from bot.slack.blocks import modal
from bot.slack.digest_blocks import DigestShown
from bot.slack.drill_report_blocks import report_blocks, report_message
from bot.slack.expertise_views import ApprovedShown, Draft, ReferralShown
from bot.slack.feedback_views import CorrectionShown, ReportShown
from bot.slack.help_blocks import help_message, help_modal
from bot.slack.home_blocks import (
    Asked,
    HomeShown,
    Open,
    QualityDesk,
    home_view,
    replied_blocks,
)
from bot.slack.nudge_requests import RequestShown
from bot.slack.passage_blocks import passages_modal
from bot.slack.record_views import RecordShown
from bot.slack.sharing import shared_message
from bot.slack.standard_blocks import standard_modal
from knowledge.answers.standing import Standing
from knowledge.answers.wording import CORRECTED
from knowledge.capa import SOURCES
from knowledge.feedback import VERDICTS
from knowledge.interviews.judgement import PracticeFinding
from knowledge.interviews.report import Points, Reading, Report
from knowledge.nudges import (
    ContentLine,
    Digest,
    Item,
    ListedLine,
    NudgeContent,
    Original,
    PersonsList,
    PersonsWeek,
    TeamsWeek,
)
from knowledge.nudges.finished import Done
from knowledge.nudges.steps import Step
from knowledge.storage.record_tables import Person

Words = Callable[[], str]
Payload = Message | dict[str, Any]

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
FINDING_GRADES = get_args(get_type_hints(PracticeFinding)["grade"])
STATUSES = ("answered", "nearest", "not_found")


def citation(words: Words, **changes: Any) -> dict[str, Any]:
    """A citation as it is kept in an answer's record."""
    known: dict[str, Any] = {
        "document": {
            "number": words(),
            "title": words(),
            "revision": words(),
            "status": "current",
        },
        "file": words(),
        "section": words(),
        "page": 3,
        "owner": words(),
        "effective_on": "2026-01-05",
        "address": f"https://docs.example/{words()}",
        "quote": words(),
        "passage": words(),
        "issue_id": 1,
    }
    return known | changes


def answers(words: Words) -> Iterator[Payload]:
    for status in STATUSES:
        for count in (0, 1, 60):
            yield answer_message(shown(words, status, count))
    yield answer_message(shown(words, "not_found", 0, standard=standard(words)))


def shown(words: Words, status: str, count: int, **changes: Any) -> Shown:
    """An answer with everything that can be said about one."""
    known: dict[str, Any] = {
        "question": words(),
        "notices": [f"{CORRECTED} {words()}", *(words() for _ in range(8))],
        "conflicts": [conflict(words) for _ in range(5)],
        "understood_as": words(),
        "may_authorise": [words() for _ in range(9)],
        "rule": words(),
        "approved": approved(words),
        "checked_at": NOW - timedelta(days=3),
        "reported_at": NOW,
        "unclear": words(),
        "private": True,
    }
    cited = [citation(words) for _ in range(count)]
    return Shown("ab12cd34ef", status, words(), cited, **known | changes)


def conflict(words: Words) -> dict[str, Any]:
    return {
        "documents": [words(), words()],
        "figures": [words(), words()],
        "quotes": [words(), words()],
    }


def approved(words: Words) -> dict[str, Any]:
    return {
        "number": words(),
        "revision": 2,
        "approver": words(),
        "expires_on": "2027-01-31",
        "text": words(),
        "interim": len(words()) % 2 == 0,
    }


def standard(words: Words) -> dict[str, Any]:
    """What the standard says, as it is kept with an answer (StandardAnswer.plain)."""
    wanted = {"number": "8.4.1", "text": words(), "function": "retain", "ours": [words()] * 3}
    ours = {"number": words(), "title": words(), "section": words(), "issue_id": 1}
    return {
        "kind": "clause",
        "standard": "ISO 9001",
        "edition": "2015",
        "clauses": [{"edition": "2015", "number": "8.4.1", "title": words()}] * 9,
        "about": words(),
        "notice": words(),
        "items": [{"label": "a", "topic": words()}] * 9,
        "documented": [wanted] * 60,
        "our_documents": [ours] * 60,
        "other_editions": [{"edition": "2026", "number": "8.4.1", "title": words()}] * 3,
        **{name: [words() for _ in range(60)] for name in ("asks", "evidence", "findings", "gaps")},
    }


def modals(words: Words) -> Iterator[Payload]:
    standings = [Standing(citation(words), "current") for _ in range(60)]
    for page in (0, 3, 99):
        yield passages_modal("ab12cd34ef", words(), standings, hidden=2, page=page)
    yield passages_modal("ab12cd34ef", words(), [])
    yield standard_modal(standard(words), "ab12cd34ef")


def shares(words: Words) -> Iterator[Payload]:
    yield shared_message(shown(words, "answered", 60), "U0SHARER")


def homes(words: Words) -> Iterator[Payload]:
    lines = [Open(words(), NOW) for _ in range(60)]
    asked = [Asked(words(), "answered", NOW, "ab12cd34ef") for _ in range(60)]
    desk = QualityDesk(lines, lines, lines, lines)
    drills = [drill(words, state) for state in ("finished", "stopped", "paused", "asking")] * 5
    many = [words() for _ in range(60)]
    yield home_view(
        HomeShown(
            asked,
            [words() for _ in range(9)],
            desk=desk,
            drills=drills,
            all_drills=drill_views.DrillDesk(many, many),
            drills_asked=[campaign(words)] * 60,
            campaigns=drill_campaign_blocks.CampaignDesk(NOW.date(), [campaign(words)] * 60),
            today=NOW.date(),
            leads=True,
        )
    )
    yield home_view(HomeShown())
    yield modal("Your question", replied_blocks(words(), [(words(), "U0QUALITY", NOW)] * 60))


def helps(words: Words) -> Iterator[Payload]:
    yield help_message([words() for _ in range(3)], words(), "U0BOT")
    yield help_modal([words() for _ in range(3)], words(), "U0BOT")


def feedback(words: Words) -> Iterator[Payload]:
    yield feedback_views.reason_modal("ab12cd34ef", {"conversation": "C0", "thread": "1.0"})
    yield feedback_views.lift_modal(7, words())
    quotes = [(words(), citation(words)), ("", None)]
    for verdict in VERDICTS:
        yield feedback_views.judgement_modal(7, verdict, words())
    for state, fault in (("open", None), ("right", None), ("unclear", None), ("wrong", 3)):
        report = ReportShown(
            7, words(), words(), quotes * 3, "ab12cd34ef", state, words(), "U0JUDGE", fault,
            NOW.date(),
        )  # fmt: skip
        yield feedback_views.report_card(report)
        if state == "open":
            yield feedback_views.escalation_message(report, "#quality")
        else:
            yield feedback_views.judged_message(report)
    corrected = CorrectionShown(words(), words(), words(), NOW.date())
    yield feedback_views.correction_message(corrected)
    yield feedback_views.withdrawn_message(corrected, "1.0")
    for why in ("", words()):
        change = feedback_views.RequestShown(7, words(), words(), words(), why, "U0A")
        yield feedback_views.request_card(change)
    yield feedback_views.close_modal(7, words())


def expertise(words: Words) -> Iterator[Payload]:
    quotes = [(words(), citation(words)), ("", None)]
    where = {"conversation": "C0", "thread": "1.0"}
    found = expertise_views.found_blocks(quotes)
    yield expertise_views.ask_modal("ab12cd34ef", words(), found, where)
    yield expertise_views.ask_modal("ab12cd34ef", "", expertise_views.found_blocks([]), where)
    for asker, conversation, state in (("", "", "open"), ("U0A", "C0", "open"), ("", "", "closed")):
        shown = ReferralShown(7, words(), "asked", quotes * 3, asker, conversation, state)
        yield expertise_views.question_card(shown)
    yield expertise_views.reply_message(7, words(), words(), "U0JUDGE")
    yield expertise_views.passed_on_message(7)
    yield expertise_views.again_message(words())
    yield expertise_views.again_modal(7, where)
    choices = [expertise_views.passage_choice(one, citation(words)) for one in range(12)]
    audiences = [f"{number} {words()}" for number in range(120)]
    today = NOW.date()
    yield expertise_views.keep_modal(Draft(words(), words(), choices, audiences, today, 7))
    yield expertise_views.keep_modal(Draft(words(), words(), [], [], today, revises=3))
    for state in ("proposed", "approved", "on review", "expired", "replaced", "retired"):
        card = ApprovedShown(
            7, "AA-0001 revision 1", state, words(), words(), words(), today, True, "U0A", words(),
            [words() for _ in range(9)],
        )  # fmt: skip
        yield expertise_views.approved_card(card)


def records(words: Words) -> Iterator[Payload]:
    """Forms of every kind, with and without what is known."""
    today = NOW.date()
    where = {"conversation": "C0", "message": "1.0", "thread": "1.0", "private": False}
    long = RecordShown("training:TA-0001", words(), True, today, today, words(), where)
    here = RecordShown("action:CAPA-2026-001", words(), False, today)
    yield record_views.reading_form(long)
    for kind in record_views.KINDS:
        yield record_views.training_form(long, kind, words())
        yield record_views.other_form(here, kind)
    for move in record_views.MOVES:
        yield record_views.action_form(here, [move], move)
        yield record_views.action_form(replace(here, lots=8), [move], move)
        yield record_views.action_form(long, list(record_views.MOVES), move, "observation")
    yield record_views.new_action_form(today, SOURCES, today)
    courses = [(str(number), words()) for number in range(120)]
    yield record_views.assignment_form(today, courses, today)
    many = [(f"course:{number}", words()) for number in range(120)]
    groups = [(words(), many[:60]), (words(), many[60:]), (words(), [])]
    for chosen in (None, "course:3", "course:119"):
        for kind in record_views.KINDS:
            yield record_session_views.session_form(
                record_session_views.SessionShown(
                    today, groups, chosen, words(), True, groups, chosen == "course:3", True
                ),
                kind,
            )
    for shown in (long, here):
        yield record_views.reassign_form(shown)
        yield record_views.extend_form(shown, today)


def item(words: Words, number: int = 1, **changes: Any) -> Item:
    """Something open, whatever its title."""
    due = NOW.date() - timedelta(days=number * 9)
    known: dict[str, Any] = {
        "critical": number % 2 == 0,
        "consequence": words(),
        "to_do": words(),
    }
    return Item(
        "training", f"TA-{number:04}", f"training:TA-{number:04}", words(), 7, due, due,
        "overdue", **known | changes,
    )  # fmt: skip


def lines(words: Words, audience: Any, count: int) -> tuple[ContentLine, ...]:
    every: tuple[Any, ...] = ("done", "promise", "snooze", "extend", "not mine", "mute")
    return tuple(
        ContentLine(
            item(words, number), audience, "3 days after", words(), words(), words(),
            every if audience == "owner" else (), held=number % 3 == 1, asked=words(),
            original=Original(f"https://docs.example/{number}" if number % 2 else "/qms", words()),
        )
        for number in range(count)
    )  # fmt: skip


def nudges(words: Words) -> Iterator[Payload]:
    today = NOW.date()
    for mine, theirs, quality in ((1, 0, 0), (60, 60, 60), (0, 3, 0), (2, 1, 9)):
        content = NudgeContent(
            7, Person(name=words()), today, lines(words, "owner", mine),
            lines(words, "lead", theirs), lines(words, "quality", quality),
        )  # fmt: skip
        yield nudge_blocks.nudge_message(content, today)
        yield nudge_blocks.all_modal(content)
    yield nudge_blocks.asked_message(words(), lines(words, "owner", 9))
    yield from (nudge_blocks.returned_message(line) for line in lines(words, "owner", 2))
    yield nudge_blocks.nothing_left("1.0")
    where = {"conversation": "C0"}
    yield nudge_blocks.promise_modal("training:1", words(), NOW, where)
    yield nudge_blocks.snooze_modal("training:1", words(), today, 7, 1, where)
    yield nudge_blocks.extension_modal("training:1", words(), today, where)
    yield nudge_blocks.not_mine_modal("training:1", words(), where)
    for kind in ("extension", "hand over"):
        for state in ("asked", "approved", "declined"):
            request = RequestShown(
                7, kind, words(), words(), words(), "5 Jan 2026", state, words(), words()
            )
            yield nudge_requests.request_card(request)
            if state != "asked":
                yield nudge_requests.answered_message(request)
    yield nudge_requests.decline_modal(7, where)


def digests(words: Words) -> Iterator[Payload]:
    today = NOW.date()
    some = tuple(item(words, number) for number in range(9))
    done = (Done(7, "TA-1", words(), today),)
    weeks = tuple(PersonsWeek(number, words(), some, some, done, some) for number in range(30))
    teams = tuple(TeamsWeek(number, words(), words(), number, 9, 1, 2, 3) for number in range(30))
    keys = frozenset(one.key for one in some)
    own = nudge_blocks.item_blocks(
        NudgeContent(7, Person(name=words()), today, lines(words, "owner", 9), (), ()), 4
    )
    for digest in (Digest(1, today, weeks, teams), Digest(1, today, ()), Digest(1, today, weeks)):
        shown = DigestShown(digest, today, keys, keys, frozenset({1, 2}), own)
        yield digest_blocks.digest_message(shown)
    yield digest_blocks.person_modal(weeks[0], DigestShown(Digest(1, today, weeks), today))
    late = Step("owner", "3 days after", today)
    listed = tuple(ListedLine(one, late, words()) for one in some)
    lists = [PersonsList(Person(name=words()), listed) for _ in range(60)]
    yield digest_blocks.hand_out_modal(lists)
    yield digest_blocks.reassign_modal([(one.key, one.title) for one in some], {"private": False})


def drill(words: Words, state: str) -> drill_views.DrillShown:
    return drill_views.DrillShown(7, words(), NOW, state, 2, 3, released=state == "finished")


def campaign(words: Words) -> drill_campaign_blocks.CampaignShown:
    today = NOW.date()
    return drill_campaign_blocks.CampaignShown(7, words(), words(), words(), today, today, 1, 9)


def campaigns(words: Words) -> Iterator[Payload]:
    today = NOW.date()
    groups = [("everybody", words()), *((f"{one}", words()) for one in range(200))]
    yield drill_campaign_blocks.new_form(groups, today, today)
    names = drill_campaign_blocks.Named(
        [(words(), today) for _ in range(500)], [words() for _ in range(500)]
    )
    nobody = drill_campaign_blocks.Named([], [])
    yield drill_campaign_blocks.who_modal(campaign(words), names, today, may_close=True)
    yield drill_campaign_blocks.who_modal(campaign(words), nobody, today, may_close=False)
    yield drill_campaign_blocks.words_modal(words())


def drill_forms(words: Words) -> Iterator[Payload]:
    roles = [(f"role-{number}", words()) for number in range(120)]
    yield drill_views.drill_form(drill_views.FormShown(roles))
    yield drill_views.drill_form(
        drill_views.FormShown(roles, [(f"{one}", words()) for one in range(60)])
    )
    yield drill_views.drill_form(drill_views.FormShown(roles, only=campaign(words)))
    yield drill_views.waiting_form(drill(words, "paused"))
    yield drill_views.erase_form()
    yield drill_views.release_form(7)
    yield drill_views.words_modal(words())
    yield raise_views.raise_modal({"turn": 7}, words(), may_be_unnamed=True, tell_now=words())
    yield raise_views.raise_modal({"turn": 7}, words(), may_be_unnamed=False)
    yield raise_views.raised_card(words(), "U0A", "record_new_action")
    yield raise_views.raised_card(words(), "", "record_new_action")


def drills(words: Words) -> Iterator[Payload]:
    yield drill_blocks.turn_message(spoken(words))
    yield drill_blocks.turn_message(drill_blocks.Spoken(closing=words()))
    yield drill_blocks.turn_message(drill_blocks.Spoken(feedback=drill_blocks.Feedback(7)))
    yield drill_blocks.paused_message(7)
    yield drill_blocks.invitation_message()
    yield drill_blocks.hint_message(words())
    yield drill_blocks.why_message(words())
    made = drill_report(words)
    yield report_message(made, frozenset({1, 2, 3}))
    yield drill_views.report_modal(report_blocks(made, frozenset({1})))


def spoken(words: Words) -> drill_blocks.Spoken:
    """Everything that one message of a drill can say."""
    found = [
        drill_blocks.Found(grade, words(), words(), words())
        for grade in ("would write", "would ask", "major", "good practice", words())
    ]
    points = [words() for _ in range(60)]
    quoted = citation(words)
    return drill_blocks.Spoken(
        drill_blocks.Opening(words(), words()),
        words(),
        drill_blocks.Feedback(7, words(), points, points, quoted, words(), words(), found),
        drill_blocks.Offer(7, words(), words(), safety=True),
        drill_blocks.Asked(7, 8, words(), 2, 3, words(), show_me=True),
    )


def drill_report(words: Words) -> Report:
    points = tuple(Points(words(), number % 3, 2) for number in range(60))
    found = [
        PracticeFinding(grade, words(), f"You said: {words()}", words())
        for grade in FINDING_GRADES * 5
    ]
    readings = tuple(
        Reading(words(), words(), f"https://docs.example/{words()}", words(), number)
        for number in (1, 2, 3)
    )
    day = NOW.date()
    return Report(
        7, words(), words(), words(), "practice", day, False, (), points, points, tuple(found),
        tuple(found), readings, day, words(), words(),
    )  # fmt: skip


def errors(words: Words) -> Iterator[Payload]:
    yield words_message(words())


ALL_VIEWS: list[tuple[str, Callable[[Words], Iterator[Payload]]]] = [
    ("answers", answers),
    ("modals", modals),
    ("shared answers", shares),
    ("home", homes),
    ("help", helps),
    ("feedback", feedback),
    ("expertise", expertise),
    ("records", records),
    ("nudges", nudges),
    ("digests", digests),
    ("drill campaigns", campaigns),
    ("drill forms", drill_forms),
    ("drills", drills),
    ("errors", errors),
]
