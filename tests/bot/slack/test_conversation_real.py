"""The conversation over real documents, with the real model and search."""

import shutil

import pytest

from bot.assembly import Coach
from bot.local_workspace import Seat
from bot.settings import Environment
from bot.slack.answering import NOT_INDEXED
from indexing import pipeline
from indexing.reading.reader import Reader
from tests.bot.slack.attentive import settled
from tests.bot.slack.conftest import NOW

HEAD = (
    "---\nnumber: {}\ntitle: {}\nrevision: C\nstatus: approved\neffective date: 2025-02-01\n---\n"
)
DOCUMENTS = {
    "QP-0013 Calibration.md": HEAD.format("QP-0013", "Calibration")
    + "# Calibration\n\n## 1 Intervals\n\nMicrometers are calibrated every six months.\n\n"
    "## 2 Records\n\nCalibration records are kept for ten years. "
    "They lie in the metrology office.\n",
    "QP-0018 Release.md": HEAD.format("QP-0018", "Release of valves")
    + "# Release of valves\n\n## 1 Concessions\n\nA valve that failed its pressure test is not "
    "shipped without an approved concession. The concession is signed by the Quality manager.\n",
    "LINK ONLY EXT-04 Customer drawing.md": HEAD.format("EXT-04", "Dairy drawing MD-77")
    + "# Dairy drawing\n\nDo not reproduce.\n\n## 1 Surface\n\n"
    "The surface roughness of the dairy flange is Ra 0.4.\n",
}
pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def indexed_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    documents = home / "documents"
    documents.mkdir()
    for name, text in DOCUMENTS.items():
        (documents / name).write_text(text, encoding="utf-8")
    coach = Coach(Environment(home=home))
    with Reader() as reader:
        pipeline.index(coach.workshop(reader), str(documents), now=NOW)
    coach.database.close()
    return home


@pytest.fixture
def with_index():
    return True


@pytest.fixture
def answering(coach, indexed_home, with_index):
    home = coach.environment.home
    if with_index:
        shutil.copytree(indexed_home, home, dirs_exist_ok=True)
    made = coach.asking()
    made.load_model()
    return made


@pytest.fixture
def tell(workspace, coach, serving):
    seat = Seat(workspace, "gareth.pugh")

    def told(words):
        seat.tells_app(words)
        settled(workspace, coach)
        return [one for one in seat.sees(seat.direct) if one.bot_id][-1]

    return told


def test_a_document_that_may_only_be_linked_is_not_quoted(tell):
    reply = tell("What is the surface roughness of the dairy flange?")

    assert "EXT-04" in reply.text
    assert "0.4" not in reply.text + str(reply.blocks)


def test_to_may_i_the_rule_is_quoted_and_who_may_authorise_is_named(tell):
    reply = tell("May I ship a valve that failed its pressure test?")

    assert "is not shipped without an approved concession" in reply.text
    assert "*Who may authorise this:* Quality manager. This reply is no permission." in str(
        reply.blocks
    )
    assert "yes" not in reply.text.casefold().split()


def test_a_follow_up_finds_what_the_question_before_was_about(tell):
    tell("How long are calibration records kept?")
    reply = tell("and where do they lie?")

    assert "They lie in the metrology office." in str(reply.blocks)
    assert (
        "Understood as: “How long are calibration records kept? – and where do they lie? (QP-0013)”"
        in str(reply.blocks)
    )


def test_forty_thousand_characters_are_too_many(tell):
    reply = tell("why " * 9_999 + "why?")

    assert reply.text == (
        "This is 40,000 characters long; a question may have 2,000. "
        "Ask for one thing, in a sentence or two."
    )


@pytest.mark.parametrize("with_index", [False])
def test_without_an_index_it_says_so(tell, with_index):
    assert tell("How long are records kept?").text == NOT_INDEXED
