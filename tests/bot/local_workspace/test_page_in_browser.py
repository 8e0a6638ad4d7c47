"""The page in a real browser, with an unmodified Bolt app behind it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.bot.local_workspace.building import (
    Coach,
    actions,
    button,
    modal,
    option,
    plain,
    section,
    text_input,
)

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]

pytestmark = pytest.mark.skipif(
    CHROMIUM is None, reason="there is no chromium here: apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser, address, priya) -> Iterator[Page]:
    """The conversation with the app, in Priya's seat. An error on the page fails the test."""
    yield from opened(browser, address, priya, {"width": 1280, "height": 800})


@pytest.fixture
def phone(browser, address, priya) -> Iterator[Page]:
    yield from opened(browser, address, priya, {"width": 390, "height": 844})


def opened(browser, address, seat, size) -> Iterator[Page]:
    context = browser.new_context(viewport=size)
    page = context.new_page()
    page.set_default_timeout(10_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda line: problems.append(line.text) if line.type in ("error", "warning") else None,
    )
    page.goto(f"{address}/?as={seat.person.id}&channel={seat.direct.id}")
    expect(page.get_by_role("heading", name="Readiness Coach")).to_be_visible()
    yield page
    context.close()
    assert problems == []


FORM = modal(
    text_input("what", multiline=True),
    {
        "type": "input",
        "block_id": "clause",
        "label": plain("Clause"),
        "element": {
            "type": "static_select",
            "action_id": "pick",
            "options": [option("8.5.2"), option("8.7")],
        },
    },
)


ANSWER = actions(
    button("open", "Record a finding", style="primary"),
    button(
        "wrong",
        "This is wrong",
        confirm={
            "title": plain("Report it?"),
            "text": plain("The quality team will read it."),
            "confirm": plain("Report"),
            "deny": plain("Not now"),
        },
    ),
)
HOME = {
    "type": "home",
    "blocks": [{"type": "header", "text": plain("Good morning")}, actions(button("open", "Start"))],
}


def answering(coach: Coach) -> None:
    """The app that the browser talks with."""
    answers_messages(coach)
    opens_forms(coach)
    coach.app.event("app_home_opened")(
        lambda event, client: client.views_publish(user_id=event["user"], view=HOME)
    )
    coach.app.event("app_context_changed")(lambda: None)
    coach.app.action("wrong")(lambda ack, respond: (ack(), respond("Thank you for telling us.")))


def answers_messages(coach: Coach) -> None:
    @coach.app.event("message")
    def answer(event, say):
        if event.get("channel_type") == "im":
            say(text="An answer", blocks=[section(f"You asked: *{event['text']}*"), ANSWER])

    coach.app.event("app_mention")(lambda event, say: say("Two points.", thread_ts=event["ts"]))


def opens_forms(coach: Coach) -> None:
    def open_form(ack, client, body):
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    coach.app.action("open")(open_form)
    coach.app.command("/qms")(open_form)

    @coach.app.view("finding")
    def submitted(ack, view, client, body):
        if view["state"]["values"]["clause"]["pick"]["selected_option"]["value"] == "8.7":
            ack(response_action="errors", errors={"clause": "This clause has no owner yet."})
            return
        ack()
        client.chat_postMessage(channel=body["user"]["id"], text="Recorded as CAPA-2026-030.")


def say(page: Page, text: str) -> None:
    box = page.get_by_role("textbox", name="Message Readiness Coach")
    box.fill(text)
    box.press("Enter")


def test_a_question_is_answered_without_reloading(coach, page):
    answering(coach)

    say(page, "Who releases a lot?")

    expect(page.get_by_text("You asked: Who releases a lot?")).to_be_visible()
    expect(page.locator("article strong", has_text="Who releases a lot?")).to_be_visible()


def test_a_button_opens_a_modal_that_shows_errors_and_then_closes(coach, page):
    answering(coach)
    say(page, "hello")
    page.get_by_role("button", name="Record a finding").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("heading", name="Record a finding")).to_be_visible()

    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("Please complete this required field.")).to_have_count(2)
    dialog.get_by_label("what").fill("Leak at the flange")
    dialog.get_by_label("Clause").select_option("8.7")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("This clause has no owner yet.")).to_be_visible()
    expect(dialog.get_by_label("what")).to_have_value("Leak at the flange")
    expect(dialog.get_by_label("Clause")).to_be_focused()
    dialog.get_by_label("Clause").select_option("8.5.2")
    dialog.get_by_role("button", name="Save").click()

    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Recorded as CAPA-2026-030.")).to_be_visible()


def test_a_slash_command_is_offered_and_escape_closes_its_modal(coach, page):
    answering(coach)
    box = page.get_by_role("textbox", name="Message Readiness Coach")
    box.fill("/q")
    expect(page.get_by_role("option", name="/qms")).to_be_visible()
    box.press("Tab")
    expect(box).to_have_value("/qms ")
    box.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()

    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_button_asks_before_it_acts_and_the_answer_is_for_one_person(coach, page, workspace):
    answering(coach)
    say(page, "hello")
    page.get_by_role("button", name="This is wrong").click()
    page.get_by_role("button", name="Not now").click()
    assert [one for one in workspace.deliveries.log if one["name"] == "block_actions"] == []

    page.get_by_role("button", name="This is wrong").click()
    page.get_by_role("button", name="Report").click()

    expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
    expect(page.get_by_text("Only visible to you")).to_be_visible()


def test_home_threads_people_and_the_clock(coach, page, workspace, priya):
    answering(coach)
    page.get_by_role("tab", name="Home").click()
    expect(page.get_by_role("heading", name="Good morning")).to_be_visible()
    page.get_by_role("button", name="quality").click()
    box = page.get_by_role("textbox", name="Message #quality")
    box.fill("@Readiness Coach what do we check?")
    box.press("Shift+Enter")
    box.press("Enter")
    page.get_by_role("button", name="1 reply").click()
    thread = page.get_by_role("complementary", name="Thread")
    expect(thread.get_by_text("Two points.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(thread).to_be_hidden()

    page.get_by_label("You are").select_option(label="Daniel Okafor — Quality engineer")
    expect(page.get_by_text("what do we check?")).to_be_visible()
    before = workspace.clock.now()
    page.get_by_role("button", name="+1 day").click()
    expect(page.locator("#now")).to_have_text("Tue, 17 Nov 2026, 08:00")
    assert (workspace.clock.now() - before).days == 1


def test_text_from_people_and_apps_is_never_markup(coach, page, client, priya):
    evil = '<img src=x onerror="document.title=1"> <javascript:alert(1)|click> *b* `<b>`'
    priya.tells_app('<script>document.title="gone"</script>')
    client.chat_postMessage(channel=priya.direct.id, text=evil, blocks=[section(evil)])
    client.chat_postMessage(
        channel=priya.direct.id,
        text="x",
        blocks=[{"type": "markdown", "text": '[x](javascript:alert(1)) <img src=x onerror="1">'}],
    )

    expect(page.locator("article")).to_have_count(3)
    expect(page.get_by_text('<script>document.title="gone"</script>')).to_be_visible()
    assert page.locator("article img, article script").count() == 0
    assert page.locator("article a").count() == 0


def test_the_page_fits_a_phone_and_can_be_used_there(coach, phone, workspace):
    answering(coach)
    say(phone, "hello")
    phone.get_by_role("button", name="Record a finding").click()
    expect(phone.get_by_role("dialog")).to_be_visible()
    phone.keyboard.press("Escape")
    phone.get_by_role("button", name="Show the list of channels").click()
    phone.get_by_role("button", name="quality").click()
    expect(phone.get_by_role("heading", name="#quality")).to_be_visible()

    wide = phone.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not wide


def test_the_page_can_be_used_by_keyboard_alone(coach, page):
    answering(coach)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the conversation")).to_be_focused()
    page.get_by_role("textbox", name="Message Readiness Coach").focus()
    page.keyboard.type("hello")
    page.keyboard.press("Enter")
    record = page.get_by_role("button", name="Record a finding")
    expect(record).to_be_visible()
    record.focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("dialog").get_by_label("what")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(record).to_be_focused()


def test_a_messages_menu_has_the_apps_shortcuts_and_files_can_be_sent(coach, page, priya, tmp_path):
    answering(coach)
    coach.app.shortcut("ask_about_message")(lambda ack, body: (ack(), coach.hears(body)))
    coach.app.event({"type": "message", "subtype": "file_share"})(lambda event: None)
    plan = tmp_path / "plan.csv"
    plan.write_text("a,b", "utf-8")
    page.locator("main input[type=file]").set_input_files(plan)
    expect(page.get_by_role("button", name="Remove plan.csv")).to_be_visible()
    say(page, "Here is the plan")
    message = page.get_by_role("article").filter(has_text="Here is the plan").first
    with page.expect_download() as download:
        message.get_by_role("link", name="plan.csv").click()
    assert download.value.path().read_text("utf-8") == "a,b"

    message.hover()
    message.get_by_label("More to do with this message").click()
    message.get_by_role("button", name="Ask the QMS about this").click()
    assert coach.next()["message"]["text"] == "Here is the plan"
    message.get_by_role("button", name="React with eyes").click()
    expect(message.get_by_role("button", name="eyes, 1")).to_be_visible()
