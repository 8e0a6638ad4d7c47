"""`coach ask` as programs and people meet it: what is printed where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.commands.conftest import NO_MODEL, TODAY, Company, Ended, Terminal

KEPT = "How long are calibration records kept?"
RELEASED = "Who releases valves for shipping?"
SUCCEEDED = "Who succeeds the plant manager?"
ROUGHNESS = "What surface roughness do dairy valves have?"
FORKLIFTS = "Who inspects the forklifts before each shift?"
LABORATORY = "Which external laboratory are micrometers sent to?"
GERMAN = "Wie lange bewahren wir die Aufzeichnungen auf?"
OLD_REVISION = "How long are calibration records kept by QP-0013 rev B?"
QUESTIONS = (
    KEPT, RELEASED, SUCCEEDED, ROUGHNESS, FORKLIFTS, LABORATORY, GERMAN, OLD_REVISION,
)  # fmt: skip

PROMISED: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "question": (str,),
    "status": (str,),
    "confidence": (float,),
    "answer": (str,),
    "citations": (list,),
    "clauses": (list,),
    "seconds": (float,),
}
BESIDES = {"answer_id", "conflicts", "notices", "mode", "standard_answer"}
PROMISED_OF_CITATION: dict[str, tuple[type, ...]] = {
    "rank": (int,),
    "source": (str,),
    "file": (str,),
    "document": (dict,),
    "section": (str, type(None)),
    "page": (int, type(None)),
    "quote": (str,),
    "passage": (str,),
    "context": (str,),
    "score": (float,),
}
BESIDES_OF_CITATION = {"owner", "effective_on", "address", "handling"}
PROMISED_OF_DOCUMENT: dict[str, tuple[type, ...]] = {
    "number": (str, type(None)),
    "title": (str,),
    "revision": (str, type(None)),
    "status": (str,),
}


@pytest.fixture(scope="module")
def answered(company: Company) -> Ended:
    """Every question of this file, asked in one go with the real model."""
    return Terminal(company.home).ask(*QUESTIONS, model=True)


def reply_to(ended: Ended, question: str) -> dict[str, Any]:
    return next(line for line in ended.lines if line["question"] == question)


def files(line: dict[str, Any]) -> list[str]:
    return [citation["file"] for citation in line["citations"]]


def holds(plain: dict[str, Any], promised: dict[str, tuple[type, ...]], besides: set[str]) -> None:
    assert plain.keys() == promised.keys() | besides
    for name, types in promised.items():
        assert type(plain[name]) in types, name


@pytest.mark.model
def test_every_question_gets_a_line_in_order(answered: Ended) -> None:
    assert answered.code == 0
    assert answered.err == ""
    assert [line["question"] for line in answered.lines] == list(QUESTIONS)
    assert [line["id"] for line in answered.lines] == [str(n + 1) for n in range(len(QUESTIONS))]


@pytest.mark.model
def test_an_answer_has_the_promised_parts(answered: Ended) -> None:
    for line in answered.lines:
        holds(line, PROMISED, BESIDES)
        assert line["status"] in ("answered", "nearest", "not_found")
        assert 0 <= line["confidence"] <= 1
        assert bool(line["answer"]) == (line["status"] == "answered")
        assert all(set(one) == {"edition", "number", "title"} for one in line["clauses"])
        assert line["standard_answer"] is None
        assert line["mode"] == "words and meaning"
        assert len(line["citations"]) <= 5


@pytest.mark.model
def test_a_citation_has_the_promised_parts(answered: Ended, company: Company) -> None:
    cited = [citation for line in answered.lines for citation in line["citations"]]

    assert cited
    for citation in cited:
        holds(citation, PROMISED_OF_CITATION, BESIDES_OF_CITATION)
        holds(citation["document"], PROMISED_OF_DOCUMENT, set())
        assert citation["quote"] in citation["passage"]
        assert citation["source"] == str(company.documents)
        assert (company.documents / citation["file"]).is_file()


@pytest.mark.model
def test_citations_are_ranked_and_no_two_tell_the_same(answered: Ended) -> None:
    for line in answered.lines:
        cited = line["citations"]
        assert [citation["rank"] for citation in cited] == list(range(1, len(cited) + 1))
        scores = [citation["score"] for citation in cited]
        assert scores == sorted(scores, reverse=True)
        quoted = [citation["passage"] for citation in cited if citation["passage"]]
        assert len(quoted) == len(set(quoted))


@pytest.mark.model
def test_the_words_that_say_it_are_the_answer(answered: Ended) -> None:
    line = reply_to(answered, KEPT)

    assert line["status"] == "answered"
    assert line["answer"].startswith("Calibration records are kept for ten years.")
    citation = line["citations"][0]
    assert citation["file"] == "QP-0013 Calibration Rev C.md"
    assert citation["document"] == {
        "number": "QP-0013",
        "title": "Calibration",
        "revision": "C",
        "status": "current",
    }
    assert (citation["section"], citation["page"]) == ("2 Records", None)
    assert citation["quote"].startswith("Calibration records are kept for ten years.")
    assert citation["context"].endswith("Calibration › 2 Records")


@pytest.mark.model
def test_neither_drafts_nor_superseded_nor_future_issues_answer(answered: Ended) -> None:
    for line in answered.lines:
        if line["question"] != OLD_REVISION:
            assert {c["document"]["status"] for c in line["citations"]} <= {"current"}


@pytest.mark.model
def test_a_superseded_issue_answers_when_asked_for_by_revision(answered: Ended) -> None:
    line = reply_to(answered, OLD_REVISION)

    assert set(files(line)) == {"superseded/QP-0013 Calibration Rev B.md"}
    assert line["citations"][0]["document"]["status"] == "superseded"
    assert "Not in force: quoted from an issue that is superseded." in line["notices"]


@pytest.mark.model
def test_a_document_for_managers_is_hidden_from_everyone(answered: Ended) -> None:
    assert "Priya Nair" not in answered.out
    assert "HR-02" not in answered.out


@pytest.mark.model
def test_a_document_that_may_only_be_linked_is_not_quoted(answered: Ended) -> None:
    line = reply_to(answered, ROUGHNESS)

    assert line["answer"] == (
        "See EXT-04 Meridian dairy drawing, section 3 Surface. "
        "This document may be opened and not quoted."
    )
    citation = line["citations"][0]
    assert (citation["file"], citation["handling"]) == ("EXT-04 Meridian drawing.md", "link only")
    assert (citation["quote"], citation["passage"]) == ("", "")
    assert "Ra 0.8" not in answered.out


@pytest.mark.model
def test_a_question_in_german_hears_which_languages_are_known(answered: Ended) -> None:
    line = reply_to(answered, GERMAN)

    assert (line["status"], line["citations"]) == ("not_found", [])
    assert line["notices"] == [
        "This looks like German. Questions are understood in English so far. "
        "Ask again in English, or ask the quality team."
    ]


@pytest.mark.model
def test_a_person_reads_the_words_the_place_and_how_to_learn_more(terminal: Terminal) -> None:
    ended = terminal.coach("ask", KEPT, "--on", TODAY, model=True)

    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert lines[0].startswith("│ Calibration records are kept for ten years.")
    assert lines[1] == (
        "— QP-0013 Calibration · rev. C · effective 2025-02-01 · section 2 Records · "
        "owner Metrology"
    )
    assert lines[2].endswith("/documents/QP-0013 Calibration Rev C.md")
    assert lines[-1].endswith("` says how it was found)")


def test_a_manager_sees_what_is_for_managers(terminal: Terminal) -> None:
    for name in ("Ann Lee", "ANN@example.org"):
        [line] = terminal.ask(SUCCEEDED, words=("--as", name)).lines

        assert files(line)[0] == "Management only/HR-02 Succession plan.md"


def test_a_name_that_no_audience_lists_is_refused(terminal: Terminal) -> None:
    ended = terminal.ask(SUCCEEDED, words=("--as", "An Lee"))

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == (
        "No audience in the settings lists 'An Lee'. "
        "Check the spelling, or leave --as out to ask as everyone.\n"
    )


def test_a_future_revision_answers_from_its_effective_date_on(terminal: Terminal) -> None:
    [before] = terminal.ask(RELEASED, words=("--on", "2027-01-10")).lines
    [after] = terminal.ask(RELEASED, words=("--on", "2027-01-11")).lines

    assert before["citations"][0]["quote"] == (
        "Finished valves are released for shipping by the shift leader."
    )
    assert after["citations"][0]["quote"] == (
        "Finished valves are released for shipping by two final inspectors."
    )
    assert "QP-0018 Release Rev B.md" not in files(before)
    assert "QP-0018 Release Rev A.md" not in files(after)


def test_a_question_for_a_revision_that_is_not_there_names_those_that_are(
    terminal: Terminal,
) -> None:
    ended = terminal.ask("What does QP-0013 rev Z say on records?")

    assert ended.code == 0
    assert ended.lines == [
        {
            "id": "1",
            "status": "error",
            "message": "There is no revision Z of QP-0013 here. There is: B, C.",
        }
    ]


def test_without_the_model_words_alone_answer_and_say_so(terminal: Terminal) -> None:
    ended = terminal.ask(KEPT)

    [line] = ended.lines
    assert line["mode"] == "words"
    assert line["notices"][0] == (
        "Found by words alone: the language model is not available at the moment."
    )
    assert files(line)[0] == "QP-0013 Calibration Rev C.md"
    assert ended.err == (
        f"Answered by words alone: There is no model folder {NO_MODEL}. Set COACH_MODEL to a "
        "folder with the model, to the id of a model in the local hub cache, or leave it out "
        "for the bundled one.\n"
    )


def batch(terminal: Terminal, *lines: str | bytes) -> Ended:
    """Ask lines as they are."""
    file = terminal.home.parent / "lines.jsonl"
    file.write_bytes(b"\n".join(x if isinstance(x, bytes) else x.encode() for x in lines))
    return terminal.coach("ask", "--batch", str(file), "--json", "--on", TODAY)


def test_a_bad_line_says_what_is_wrong_and_harms_no_other(terminal: Terminal) -> None:
    long = "How long are records kept? ".ljust(49_999, "x") + "?"
    good = json.dumps({"id": "good", "question": KEPT})

    ended = batch(
        terminal,
        good,
        "this is no JSON",
        "[1, 2]",
        '{"id": "none"}',
        '{"id": "empty", "question": ""}',
        '{"id": "blank", "question": " ?! "}',
        json.dumps({"id": "long", "question": long}),
        good,
    )

    assert ended.code == 0
    first, *bad, last = ended.lines
    assert (first["id"], last["id"]) == ("good", "good")
    assert files(first)[0] == files(last)[0] == "QP-0013 Calibration Rev C.md"
    assert all(line.keys() == {"id", "status", "message"} for line in bad)
    assert all(line["status"] == "error" for line in bad)
    assert [line["message"] for line in bad] == [
        "Line 2 is no JSON (Expecting value: line 1 column 1 (char 0)).",
        'Line 3 has no question. Write {"id": "1", "question": "…"}.',
        'Line 4 has no question. Write {"id": "1", "question": "…"}.',
        "There is no question in this. Ask in a sentence or a few words.",
        "There is no question in this. Ask in a sentence or a few words.",
        "This is 50,000 characters long; a question may have 2,000. "
        "Ask for one thing, in a sentence or two.",
    ]
    assert [line["id"] for line in bad] == ["2", "3", "none", "empty", "blank", "long"]


def test_characters_that_cannot_be_written_harm_nothing(terminal: Terminal) -> None:
    ended = batch(
        terminal,
        '{"id": "half", "question": "How long are calibration \\ud800 records kept?"}',
        '{"id": "nul", "question": "How long are calibration \\u0000 records kept?"}',
        b'{"id": "latin", "question": "How long are calibration caf\xe9 records kept?"}',
        '{"id": "emoji", "question": "How long are calibration 🔧 records kept?"}',
    )

    assert ended.code == 0
    assert [line["id"] for line in ended.lines] == ["half", "nul", "latin", "emoji"]
    for line in ended.lines:
        assert files(line)[0] == "QP-0013 Calibration Rev C.md"


def test_a_line_without_an_id_is_known_by_its_number(terminal: Terminal) -> None:
    asked = json.dumps({"question": KEPT})

    assert [line["id"] for line in batch(terminal, asked, asked).lines] == ["1", "2"]


def test_a_byte_order_mark_and_empty_lines_are_no_questions(terminal: Terminal) -> None:
    good = json.dumps({"id": "good", "question": KEPT})

    assert [line["id"] for line in batch(terminal, "\ufeff" + good, "", "  ").lines] == ["good"]


def test_nothing_indexed_yet_is_said_so(fresh: Terminal) -> None:
    ended = fresh.coach("ask", KEPT, "--json")

    assert ended == Ended(1, "", "Nothing is indexed yet. Run: coach index FOLDER\n")


@pytest.mark.parametrize(
    "words",
    [("ask",), ("ask", KEPT, "--batch", "x.jsonl"), ("ask", "--batch", "x.jsonl"), ("ask", "-z")],
    ids=["nothing", "both", "no such file", "unknown option"],
)
def test_wrong_arguments_end_with_two(fresh: Terminal, words: tuple[str, ...]) -> None:
    ended = fresh.coach(*words)

    assert (ended.code, ended.out) == (2, "")
    assert "Usage: coach ask" in ended.err


def test_an_empty_question_is_refused(terminal: Terminal) -> None:
    ended = terminal.coach("ask", "", "--json")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "There is no question in this. Ask in a sentence or a few words.\n"


def test_settings_that_cannot_be_read_are_named(terminal: Terminal, tmp_path: Path) -> None:
    path = terminal.home / "settings.yaml"
    path.write_text("audiences: [unclosed\n")

    ended = terminal.coach("ask", KEPT, "--json")

    assert (ended.code, ended.out) == (1, "")
    assert ended.err.startswith(f"{path} can't be read: ")
    assert ended.err.endswith("Mend it or move it away.\n")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("zone: Mars/Olympus\n", "zone: Value error, Mars/Olympus is no time zone; write one like "
         "Europe/London. Mend it and try again."),
        ("zones: UTC\n", "zones: Extra inputs are not permitted. Mend it and try again."),
        ("just words\n", "the file: Input should be a valid dictionary or instance of Company. "
         "Mend it and try again."),
    ],
    ids=["zone", "unknown", "no settings"],
)  # fmt: skip
def test_settings_that_make_no_sense_are_named(
    terminal: Terminal, words: str, message: str
) -> None:
    path = terminal.home / "settings.yaml"
    path.write_text(words)

    assert terminal.coach("ask", KEPT) == Ended(1, "", f"{path}: {message}\n")
