"""What a person reads of an answer in Slack."""

from bot.slack.answer_blocks import Shown, answer_message, words_message
from bot.slack.mrkdwn import cut, escaped, plain, quoted


def citation(**changes):
    known = {
        "quote": "Records are kept for ten years.",
        "section": "4.2 Retention",
        "page": 3,
        "owner": "Quality Manager",
        "effective_on": "2026-01-05",
        "address": "https://docs.example/QP-0008",
        "document": {
            "number": "QP-0008",
            "title": "Record control",
            "revision": "4",
            "status": "current",
        },
    }
    return known | changes


def answer(text="Records are kept for ten years.", **changes):
    return Shown("ab12", "answered", text, [citation()], **changes)


def texts(message):
    return [
        block["text"]["text"] if block["type"] == "section" else block["elements"][0]["text"]
        for block in message.blocks
    ]


def test_an_answer_is_the_documents_words_and_their_place():
    message = answer_message(answer(notices=("The revision changes on 11 January.",)))

    assert texts(message) == [
        ">Records are kept for ten years.",
        "<https://docs.example/QP-0008|QP-0008 Record control> · rev. 4 · effective 2026-01-05 · "
        "section 4.2 Retention · page 3 · owner Quality Manager",
        "The revision changes on 11 January.",
        "answer ab12",
    ]
    assert message.text == (
        "Records are kept for ten years. — QP-0008 · Record control · 4.2 Retention"
    )


def test_nearest_passages_say_that_they_are_no_answer():
    message = answer_message(Shown("ab12", "nearest", "", [citation()]))

    assert texts(message)[:2] == [
        "No document says this in so many words. The nearest passages:",
        ">Records are kept for ten years.",
    ]


def test_not_found_says_so():
    assert texts(answer_message(Shown("ab12", "not_found", "", [])))[0] == (
        "Not found in the documents."
    )


def test_a_document_that_is_no_longer_in_force_is_marked():
    old = citation(document=citation()["document"] | {"status": "superseded"})

    assert "*SUPERSEDED*" in texts(answer_message(Shown("a", "answered", "x", [old])))[1]


def test_nothing_in_a_document_pings_anybody():
    text = "<!channel> & <@U123> must sign"
    message = answer_message(answer(text, notices=("<!here>",)))

    shown = " ".join([message.text, *texts(message)])
    assert "<!" not in shown
    assert "<@" not in shown
    assert ">&lt;!channel&gt; &amp; &lt;@U123&gt; must sign" in shown


def test_an_address_that_no_browser_opens_is_not_linked():
    for address in (None, "file:///etc/passwd", "javascript:alert(1)", "https://x|y>"):
        place = texts(answer_message(Shown("a", "answered", "x", [citation(address=address)])))[1]
        assert place.startswith("*QP-0008 Record control* · ")


def test_limits_hold_for_the_longest_answer():
    long = citation(quote="& <word> " * 2_000, section="s" * 3_000)
    message = answer_message(
        Shown("ab12", "answered", "& <word> " * 2_000, [long] * 3, ["n & " * 900] * 20)
    )

    assert len(message.text) <= 4_000
    assert all(len(text) <= 3_000 for text in texts(message))
    assert len(str(message.blocks)) <= 12_200
    assert texts(message)[-1] == "answer ab12"
    assert len(message.blocks) <= 50


def test_words_of_an_error_are_escaped():
    assert words_message("Write <one> & go").text == "Write &lt;one&gt; &amp; go"


def test_a_cut_is_shown_and_leaves_no_half_entity():
    assert cut("abc", 3) == "abc"
    assert cut("abcdef", 4) == "abc…"
    assert cut("ab&amp;cd", 6) == "ab…"


def test_each_line_of_a_quotation_is_behind_a_bar():
    assert quoted("one\ntwo") == ">one\n>two"
    assert escaped("a<b") == "a&lt;b"


def test_what_a_person_typed_is_read_as_plain_text():
    typed = "<@U0BOT> who signs <https://a.example|the form> in <#C1|quality>? A &amp; B"

    assert plain(typed) == "who signs the form in #quality? A & B"
