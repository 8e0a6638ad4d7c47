"""What a person reads of an answer in Slack."""

from datetime import UTC, datetime

import pytest

from bot.slack.answer_blocks import answer_message, words_message
from bot.slack.answer_record import Shown
from bot.slack.mrkdwn import cut, escaped, plain, quoted
from knowledge.answers.wording import corrected

FIRST_SCREEN = 600


def citation(**changes):
    known = {
        "file": "02 Procedures/QP-0008 Record control.docx",
        "quote": "Records are kept for ten years.",
        "passage": "Records are kept for ten years.",
        "section": "4.2 Retention",
        "page": 3,
        "owner": "Quality Manager",
        "effective_on": "2026-01-05",
        "address": "https://docs.example/QP-0008",
        "document": document(),
    }
    return known | changes


def document(**changes):
    known = {
        "number": "QP-0008",
        "title": "Record control",
        "revision": "4",
        "status": "current",
    }
    return known | changes


def answer(text="Records are kept for ten years.", citations=None, **changes):
    cited = [citation()] if citations is None else citations
    return answer_message(Shown("ab12", "answered", text, cited, **changes))


def nearest(*citations, **changes):
    return answer_message(Shown("ab12", "nearest", "", citations or [citation()], **changes))


def texts(message):
    return [
        block["text"]["text"] if block["type"] == "section" else block["elements"][0]["text"]
        for block in message.blocks
        if block["type"] != "actions"
    ]


def buttons(message):
    return [
        element["text"]["text"]
        for block in message.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def test_an_answer_is_the_documents_words_and_their_place():
    message = answer(notices=("The revision changes on 11 January.",))

    assert texts(message) == [
        ">Records are kept for ten years.",
        "*QP-0008 Record control* · rev. 4 · effective 5 Jan 2026 · section 4.2 Retention · "
        "page 3 · owner Quality Manager",
        "The revision changes on 11 January.",
        "answer ab12",
    ]
    assert buttons(message) == [
        "Open the controlled original",
        "Helpful",
        "Not helpful",
        "Ask the quality team",
    ]


def test_a_screen_reader_hears_the_words_then_the_place():
    assert answer().text == (
        "Records are kept for ten years. From QP-0008 Record control, revision 4, effective "
        "5 Jan 2026, section 4.2 Retention, page 3."
    )


def test_a_row_of_a_table_is_shown_cell_by_cell():
    row = "Calibration certificates | 7 years | –"
    message = answer(f"Record | Kept for | Held by\n{row}", [citation(quote=row)])

    assert texts(message)[0] == ">*Record:* Calibration certificates\n>*Kept for:* 7 years"
    assert message.text.startswith("Record: Calibration certificates; Kept for: 7 years. From")


def test_a_row_that_lacks_a_cell_is_left_as_it_is():
    row = "Calibration certificates | 7 years"
    message = answer(f"Record | Kept for | Held by\n{row}", [citation(quote=row)])

    assert texts(message)[0] == f">Record | Kept for | Held by\n>{row}"


def test_the_columns_of_a_nearest_row_are_named_by_its_context():
    context = "Retention › Ashcombe\nRecord | Kept for"
    message = nearest(citation(quote="Scrap log | 3 years", context=context))

    assert texts(message)[1] == ">*Record:* Scrap log\n>*Kept for:* 3 years"


def test_the_first_screen_of_a_phone_holds_the_answer_and_its_source():
    longest = "Every torque wrench is checked before use and entered in the list. " * 5

    first, second, *_ = texts(answer(longest))

    assert len(first) + len(second) < FIRST_SCREEN


def test_an_original_without_a_web_address_is_named_by_its_file():
    for address in (None, "file:///etc/passwd", "javascript:alert(1)", "https://x|y>", "/srv/x"):
        message = answer(citations=[citation(address=address)])

        assert texts(message)[2] == (
            "Controlled original: 02 Procedures/QP-0008 Record control.docx"
        )
        assert "Open the controlled original" not in buttons(message)


def test_an_address_with_spaces_can_be_opened():
    message = answer(citations=[citation(address="https://docs.example/QP 8.docx")])

    assert message.blocks[2]["elements"][0]["url"] == "https://docs.example/QP%208.docx"


def test_further_passages_are_named_and_offered():
    also = citation(
        document=document(number="REG-02", title="Record retention schedule"),
        quote="Calibration certificates | 10 years",
        section="Ashcombe",
    )

    message = answer(citations=[citation(), also])

    assert texts(message)[2] == (
        "*See also*\n• *REG-02 Record retention schedule* · section Ashcombe: "
        "“Calibration certificates | 10 years”"
    )
    assert "More passages" in buttons(message)


def test_a_passage_that_says_more_than_was_quoted_is_offered():
    whole = "Records are kept for ten years. Drawings are kept for ever."

    assert "More passages" in buttons(answer(citations=[citation(passage=whole)]))


def test_nearest_passages_say_that_they_are_no_answer():
    message = nearest()

    assert texts(message) == [
        ":mag: *Not a direct answer.* No document says this in so many words; "
        "these passages come closest.",
        ">Records are kept for ten years.",
        "<https://docs.example/QP-0008|QP-0008 Record control> · rev. 4 · effective 5 Jan 2026 · "
        "section 4.2 Retention · page 3 · owner Quality Manager",
        "answer ab12",
    ]
    assert message.text.startswith("Not a direct answer. No document says this in so many words")
    assert buttons(message) == ["Ask the quality team", "Helpful", "Not helpful"]


def test_the_notice_of_nearest_passages_is_said_once():
    message = nearest(notices=("Nothing says this in so many words. Ask Priya Nair.",))

    assert texts(message)[0] == (
        ":mag: *Not a direct answer.* Nothing says this in so many words. Ask Priya Nair."
    )
    assert sum("Priya Nair" in text for text in texts(message)) == 1


def test_not_found_says_so_and_whom_to_ask():
    message = answer_message(
        Shown("ab12", "not_found", "", [], ["The documents don't say this. Ask Priya Nair."])
    )

    assert texts(message) == [
        ":grey_question: *Not found.* The documents don't say this. Ask Priya Nair.",
        "answer ab12",
    ]
    assert message.text == "Not found. The documents don't say this. Ask Priya Nair."
    assert buttons(message) == ["Ask the quality team", "Not helpful"]


def test_a_question_that_was_not_looked_up_is_not_called_not_found():
    words = "This looks like German. Questions are understood in English so far."
    message = answer_message(Shown("ab12", "not_found", "", [], [words], searched=False))

    assert texts(message)[0] == words
    assert message.text == words


@pytest.mark.parametrize("status", ["answered", "nearest", "not_found"])
def test_no_reply_gives_the_green_light(status):
    cited = [] if status == "not_found" else [citation()]
    message = answer_message(Shown("ab12", status, "Yes.", cited, private=True))

    shown = str(message.blocks)
    assert "'style': 'primary'" not in shown
    for green in (":white_check_mark:", ":heavy_check_mark:", ":large_green_circle:", "✅"):
        assert green not in shown


@pytest.mark.parametrize(
    ("status", "warning"),
    [
        ("draft", ":warning: *A draft.* It is not approved yet: don't work by it."),
        (
            "superseded",
            ":warning: *Superseded.* A newer revision is in force: don't work by this one.",
        ),
    ],
)
def test_words_that_are_not_in_force_are_marked_at_once(status, warning):
    message = answer(citations=[citation(document=document(status=status))])

    assert texts(message)[1] == warning
    assert f"*{status.upper()}*" in texts(message)[2]
    assert message.text.endswith(f"Careful: this issue is {status}.")


def test_a_contradiction_between_documents_is_shown():
    clash = {
        "documents": ["QP-0008", "REG-02"],
        "figures": ["ten years", "12 years"],
        "quotes": ["Records are kept for ten years.", ""],
    }

    message = answer(conflicts=[clash])

    assert texts(message)[2] == (
        ":warning: *Two documents in force disagree.* Ask their owners which one holds.\n"
        "• *QP-0008:* Records are kept for ten years.\n"
        "• *REG-02:* 12 years"
    )
    assert "Two documents in force disagree on this." in message.text


def test_who_may_authorise_is_named_and_nothing_is_permitted():
    message = answer(may_authorise=["Quality Manager", "Managing Director"])

    said = "Quality Manager, Managing Director. This reply is no permission."
    assert texts(message)[2] == f"*Who may authorise this:* {said}"
    assert message.text.endswith(f"Who may authorise this: {said}")


def test_the_rule_that_names_them_is_quoted_unless_it_was():
    rule = "Concessions are signed by the quality manager."

    assert texts(answer(may_authorise=["quality manager"], rule=rule))[2].endswith(f"\n>{rule}")
    assert rule not in texts(answer(rule, may_authorise=["quality manager"], rule=rule))[2]


def test_where_nobody_is_named_the_quality_team_is_asked():
    assert texts(answer(may_authorise=[]))[2] == (
        "*Who may authorise this:* the passages found don't name anybody. Ask the quality team. "
        "This reply is no permission."
    )


def test_sources_read_long_ago_are_dated_in_the_readers_zone():
    message = answer(checked_at=datetime(2026, 11, 13, 14, 30, tzinfo=UTC))

    assert texts(message)[2] == (
        ":hourglass: Checked against the source "
        "<!date^1794580200^{date_short_pretty} at {time}|13 Nov 2026, 14:30 UTC>"
    )


def test_how_a_follow_up_was_understood_is_shown():
    message = answer(understood_as="Who signs the concession?")

    assert texts(message)[2] == "Understood as: “Who signs the concession?”"


def test_an_approved_answer_stands_below_the_passage():
    message = answer(
        approved={
            "number": 12,
            "revision": 2,
            "approver": "Priya Nair",
            "expires_on": "2027-05-01",
            "text": "Ten years count from delivery.",
            "interim": False,
        }
    )

    assert texts(message)[2:4] == [
        "*The quality team explains:*\n>Ten years count from delivery.",
        "Approved answer 12 · rev. 2 · approved by Priya Nair · valid until 1 May 2027",
    ]


def test_guidance_without_a_passage_is_no_controlled_document():
    guidance = {
        "number": 13,
        "revision": 1,
        "approver": "Priya Nair",
        "expires_on": "2026-12-10",
        "text": "Ask the shift leader.",
        "interim": True,
    }
    message = answer_message(Shown("ab12", "not_found", "", [], approved=guidance))

    assert texts(message)[:3] == [
        ":grey_question: *Not found in the documents.*",
        ":warning: *Interim guidance, not a controlled document*\n>Ask the shift leader.",
        "Guidance 13 · rev. 1 · approved by Priya Nair · valid until 10 Dec 2026",
    ]


def test_only_a_private_answer_can_be_shared():
    assert "Share here" in buttons(answer(private=True))
    assert "Share here" not in buttons(answer())


def test_a_shared_copy_has_only_the_way_to_the_original():
    assert buttons(answer(live=False)) == ["Open the controlled original"]


def test_nothing_in_a_document_pings_anybody():
    message = answer("<!channel> & <@U123> must sign", notices=("<!here>",))

    shown = " ".join([message.text, *texts(message)])
    assert "<!" not in shown
    assert "<@" not in shown
    assert ">&lt;!channel&gt; &amp; &lt;@U123&gt; must sign" in shown


def test_words_of_an_error_are_escaped():
    assert words_message("Write <one> & go").text == "Write &lt;one&gt; &amp; go"


def test_a_cut_is_shown_and_leaves_no_half_entity_or_link():
    assert cut("abc", 3) == "abc"
    assert cut("abcdef", 4) == "abc…"
    assert cut("ab&amp;cd", 6) == "ab…"
    assert cut("see <https://docs.example|QP-0008>", 20) == "see…"


def test_each_line_of_a_quotation_is_behind_a_bar():
    assert quoted("one\ntwo") == ">one\n>two"
    assert escaped("a<b") == "a&lt;b"


def test_what_a_person_typed_is_read_as_plain_text():
    typed = "<@U0BOT> who signs <https://a.example|the form> in <#C1|quality>? A &amp; B"

    assert plain(typed) == "who signs the form in #quality? A & B"


def test_a_correction_stands_above_whatever_is_quoted_now():
    right = corrected("Ten years for pressure parts.", "QP-0031")
    message = answer(notices=[right, "Found by words alone."])

    assert message.blocks[0]["text"]["text"] == (
        ":warning: An earlier answer to this question was wrong. The quality team says what is "
        "right (see QP-0031): “Ten years for pressure parts.”"
    )
    assert str(message.blocks).count("Ten years for pressure parts") == 1
    assert "Found by words alone." in str(message.blocks[2:])
    assert message.text.startswith("An earlier answer to this question was wrong.")


def test_what_was_found_unclear_says_how_it_is_meant():
    assert answer(unclear="From delivery.").blocks[0]["text"]["text"] == (
        ":memo: The quality team found this unclear and has asked for a change of the document. "
        "They say how it is meant:\n>From delivery."
    )
    assert answer(unclear="").blocks[0]["text"]["text"] == (
        ":memo: The quality team found this unclear and has asked for a change of the document."
    )


def test_a_screen_reader_hears_what_the_quality_team_adds():
    approved = {"text": "Blue, with the customer's name", "number": "AA-0001", "interim": True}

    assert answer(approved=approved).text.endswith(
        "Interim guidance, not a controlled document: Blue, with the customer's name."
    )
    assert answer(approved=approved | {"interim": False}).text.endswith(
        "The quality team explains: Blue, with the customer's name."
    )
