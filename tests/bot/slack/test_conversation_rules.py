"""When a remark in a channel's thread is a question for us, and when it is not."""

from datetime import timedelta

import pytest

from bot.slack.follow_ups import US, Remark, Thread, is_for_us
from bot.slack.typed_text import is_greeting, is_objection, is_stop, is_thanks, question_text

GARETH, AISHA = "UGARETH", "UAISHA"
ANSWERED = Thread(frozenset({GARETH}), (US,), timedelta(minutes=2), frozenset({"Gareth", "Aisha"}))

FOR_US = [
    "and who signs it?",
    "what about suppliers?",
    "for how long?",
    "how long?",
    "and for temps",
    "and tightened?",
    "also for suppliers",
    "who approves it in the end",
    "does that count for castings too?",
    "and if it's a safety thing?",
    "what if the customer says no",
    "is there a form for it",
    "which form is that?",
    "where do I find the list",
    "how long are drawings kept?",
    "can you tell me who signs it?",
    "can you show me the rest?",
    "ok and when it is late?",
    "right, and who may sign?",
    "thanks, and who signs it?",
    "why?",
    "may I ship it then?",
    "do we need a second signature",
    "hmm, how often is that checked?",
    "has that happened to anyone?",
    "what does DCR mean?",
    "same for silicone?",
    "and QP-0011?",
    "who else",
    "are the torque wrenches in there too",
]
NOT_FOR_US = [
    "thanks",
    "Thanks!",
    "thank you very much",
    "thx :+1:",
    "ok",
    "ok great, thanks for that",
    "great, got it",
    "cool",
    "perfect thanks everybody",
    ":tada:",
    "👍",
    "no worries",
    "will do",
    "that's it",
    "noted.",
    "hi all",
    "morning",
    "I thought it was five years.",
    "told you so",
    "we did that last week already",
    "and I told him so",
    "and then we left it",
    "sounds wrong to me",
    "I'll ask Marek tomorrow",
    "let me check",
    "Aisha, is that what you do?",
    "Aisha can you print it",
    "is that right, Aisha?",
    "<@UAISHA> how do you do it?",
    "<!here> does this hold for nights?",
    "<!subteam^S123> who looks after this?",
    "can you send me the form?",
    "could you bring it over?",
    "have you got the key?",
    "did you sign it?",
    "are you coming to the meeting?",
    "do you want a coffee?",
    "does anyone know where Marek is?",
    "anyone here tried that?",
    "has anybody got a spare copy?",
    "shall we meet at ten?",
    "what do you think?",
    "guys, where is the trolley?",
    "is this your locker?",
    "x" * 600 + "?",
    "",
]
FROM_ANOTHER = [
    ("what about suppliers?", True),
    ("and who signs it?", True),
    ("for how long?", True),
    ("does that count for castings too?", True),
    ("thanks", False),
    ("how do I get a new badge for the canteen?", False),
    ("when does the night shift start tomorrow?", False),
    ("Gareth, is it?", False),
    ("where did you find this?", False),
    ("I need that too", False),
]


@pytest.mark.parametrize("text", FOR_US)
def test_who_asked_before_may_go_on(text):
    assert is_for_us(Remark(text, GARETH), ANSWERED)


@pytest.mark.parametrize("text", NOT_FOR_US)
def test_other_talk_is_left_alone(text):
    assert not is_for_us(Remark(text, GARETH), ANSWERED)


@pytest.mark.parametrize(("text", "ours"), FROM_ANOTHER)
def test_somebody_else_is_answered_if_they_go_on_from_what_we_said(text, ours):
    assert is_for_us(Remark(text, AISHA), ANSWERED) is ours


@pytest.mark.parametrize(
    ("since", "speaker", "ours"),
    [
        ((US,), GARETH, True),
        ((), GARETH, True),
        ((US, GARETH), GARETH, True),
        ((US, AISHA), GARETH, False),
        ((US, AISHA, GARETH), GARETH, False),
        ((US, GARETH), AISHA, False),
        ((AISHA, US), GARETH, False),
        ((), AISHA, False),
    ],
)
def test_once_others_talk_there_we_stay_out_of_it(since, speaker, ours):
    thread = Thread(frozenset({GARETH}), since)

    assert is_for_us(Remark("and who signs it?", speaker), thread) is ours


def test_after_a_day_a_thread_belongs_to_the_people_in_it():
    thread = Thread(frozenset({GARETH}), (US,), timedelta(hours=25))

    assert not is_for_us(Remark("and who signs it?", GARETH), thread)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("how long are records kept?", "how long are records kept?"),
        ("<@UBOT> how long?", "how long?"),
        ("```how long?```", "how long?"),
        ("what does `F-007` mean", "what does F-007 mean"),
        ("how long :thinking_face:?", "how long ?"),
        (":wave:", ""),
        ("🎉 🎉", ""),
        ("…", ""),
        ("at 10:30:00 or later?", "at 10:30:00 or later?"),
        ("see <https://x.example|the page> please", "see the page please"),
    ],
)
def test_what_was_typed_is_read_without_its_marks(raw, text):
    assert question_text(raw) == text


@pytest.mark.parametrize(
    "text", ["Hi", "good morning coach!", "hello, how are you?", "are you there?", "anybody there?"]
)
def test_a_greeting_asks_nothing(text):
    assert is_greeting(text)


@pytest.mark.parametrize(
    "text",
    ["hi, how long are records kept?", "are you there when it is tested?", "how are gauges?"],
)
def test_a_question_is_more_than_a_greeting(text):
    assert not is_greeting(text)


def test_thanks_are_told_from_questions():
    assert is_thanks("Thanks a lot")
    assert not is_thanks("right of access")
    assert not is_thanks("good?")


@pytest.mark.parametrize(
    "text",
    [
        "that's wrong",
        "you are wrong.",
        "Wrong!",
        "No, that isn't right",
        "this is stupid",
        "not true",
    ],
)
def test_an_objection_asks_nothing(text):
    assert is_objection(text)


@pytest.mark.parametrize(
    "text",
    ["is that wrong?", "the wrong part was used", "what is wrong", "it is not a right thread"],
)
def test_who_speaks_of_something_wrong_objects_to_nothing(text):
    assert not is_objection(text)


@pytest.mark.parametrize("text", ["stop", "please stop", "never mind", "cancel"])
def test_stop_may_be_said_in_words(text):
    assert is_stop(text)
    assert not is_stop("stop the line when?")
