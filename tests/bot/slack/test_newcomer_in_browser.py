"""A newcomer in a browser, as three people: asks, goes on, says it is wrong, asks the team."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.assembly import Coach
from bot.local_workspace import Seat
from bot.settings import Environment
from indexing import pipeline
from indexing.reading.reader import Reader
from tests.bot.local_workspace.test_page_in_browser import CHROMIUM, browser
from tests.bot.slack.conftest import NOW
from tests.bot.slack.test_conversation_real import DOCUMENTS

__all__ = ["browser"]

pytestmark = [
    pytest.mark.model,
    pytest.mark.skipif(
        CHROMIUM is None, reason="there is no chromium here: apt-get install chromium"
    ),
]
PATIENCE = 20_000


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
def answering(coach, indexed_home):
    shutil.copytree(indexed_home, coach.environment.home, dirs_exist_ok=True)
    made = coach.asking()
    made.load_model()
    return made


@pytest.fixture
def sits(browser: Browser, workspace, serving) -> Iterator[object]:
    """Take somebody's seat: a window of their own, in their conversation with the app."""
    contexts = []

    def sit(who: str, channel: str | None = None) -> Page:
        seat = Seat(workspace, who)
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        where = channel or seat.direct.id
        page.goto(f"{workspace.address}/?as={seat.person.id}&channel={where}")
        return page

    expect.set_options(timeout=PATIENCE)
    yield sit
    expect.set_options(timeout=5_000)
    for context in contexts:
        context.close()


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message Readiness Coach")
    box.fill(text)
    box.press("Enter")


def in_thread(page: Page):
    """The newest reply's thread, opened."""
    page.get_by_role("button", name="1 reply").last.click()
    return page.get_by_role("complementary", name="Thread")


def team_room(workspace) -> str:
    return next(each.id for each in workspace.channels.values() if each.name == "qms-team")


def test_three_people_get_through_without_a_manual(sits, workspace):
    gareth = sits("gareth.pugh")
    say(gareth, "How long are calibration records kept?")
    thread = in_thread(gareth)
    expect(thread.get_by_text("Calibration records are kept for ten years.")).to_be_visible()
    expect(thread.get_by_text("QP-0013").first).to_be_visible()

    reply = thread.get_by_role("textbox")
    reply.fill("and where do they lie?")
    reply.press("Enter")
    expect(thread.get_by_text("They lie in the metrology office.").last).to_be_visible()

    thread.get_by_role("button", name="Not helpful").first.click()
    form = gareth.get_by_role("dialog")
    form.get_by_text("It is wrong").click()
    form.get_by_label("In your words").fill("It is seven years since spring.")
    form.get_by_role("button", name="Send").click()
    expect(form).to_be_hidden()

    priya = sits("priya.nair", team_room(workspace))
    priya.get_by_role("button", name="Bot wrong").click()
    judgement = priya.get_by_role("dialog")
    judgement.get_by_label("What is right?").fill("Seven years, by the notice of March.")
    judgement.get_by_role("button", name="Judge").click()
    expect(judgement).to_be_hidden()

    expect(gareth.get_by_text("Seven years, by the notice of March.").first).to_be_visible()


def test_the_quality_team_is_asked_and_the_reply_comes_back(sits, workspace):
    aisha = sits("aisha.rahman")
    say(aisha, "Who signs a concession?")
    thread = in_thread(aisha)
    expect(thread.get_by_text("signed by the Quality manager").first).to_be_visible()
    thread.get_by_role("button", name="Ask the quality team").click()
    form = aisha.get_by_role("dialog")
    expect(form.get_by_text("Tell them that it is me")).to_be_visible()
    form.get_by_role("button", name="Ask").click()
    expect(form).to_be_hidden()

    daniel = sits("daniel.okafor", team_room(workspace))
    expect(daniel.get_by_text("Who signs a concession?").first).to_be_visible()
    daniel.locator("article").last.hover()
    daniel.locator("article").last.get_by_role("button", name="Reply in thread").click()
    desk = daniel.get_by_role("complementary", name="Thread")
    box = desk.get_by_role("textbox")
    box.fill("Priya signs; I do when she is away.")
    box.press("Enter")

    expect(aisha.get_by_text("Priya signs; I do when she is away.").first).to_be_visible()
