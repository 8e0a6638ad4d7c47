"""Sentences that oblige, as questions with the answers they hold."""

from __future__ import annotations

import pytest

from knowledge.interviews.duties import duty_in
from knowledge.interviews.phrasing import Phrased, phrased


def asked(sentence: str, **how: object) -> Phrased:
    duty = duty_in(sentence)
    assert duty is not None, sentence
    return phrased(duty, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sentence", "question", "key"),
    [
        (
            "Daniel Okafor writes the minutes on F-004 within five working days.",
            "Who writes the minutes, by when and on which form or list?",
            ["Daniel Okafor", "Within five working days", "On F-004"],
        ),
        (
            "Record holders file records within five working days of completion and answer for "
            "them being complete and readable.",
            "Who files records, and by when?",
            ["Record holders", "Within five working days of completion"],
        ),
        (
            "F-007 is raised in the same shift, and in any case within eight hours of finding.",
            "By when is F-007 raised?",
            ["In the same shift, and in any case within eight hours of finding"],
        ),
        (
            "Access is checked by Leo Fenn every six months, in April and October, and the result "
            "is sent to the Quality manager.",
            "By whom is access checked, and how often?",
            ["By Leo Fenn", "Every six months, in April and October"],
        ),
        (
            "Class A machines are serviced every three months, class B every six months.",
            "How often are class A machines serviced?",
            ["Every three months"],
        ),
        (
            "Quality records are kept for seven years from the date of the last entry, unless "
            "REG-02 gives a different period.",
            "For how long are quality records kept?",
            ["For seven years from the date of the last entry"],
        ),
        (
            "If delivered product may be affected, Priya Nair decides within one working day "
            "whether the customer must be told.",
            "What happens if delivered product may be affected?",
            ["Priya Nair decides within one working day whether the customer must be told"],
        ),
        (
            "Before the van is loaded, the despatch clerk checks that the labels are right.",
            "What has to happen before the van is loaded?",
            ["The despatch clerk checks that the labels are right"],
        ),
        (
            "Private measuring tools may not be used to accept product, except for steel rules.",
            "May private measuring tools be used to accept product? What is the rule?",
            ["Private measuring tools may not be used to accept product, except for steel rules"],
        ),
        (
            "At least three points over the range are measured and recorded on F-013.",
            "How many points over the range are measured and recorded on F-013, at the least?",
            ["At least three"],
        ),
        (
            "The project proposal form must be completed before commencing the design and "
            "development process.",
            "When must the project proposal form be completed?",
            ["Before commencing the design and development process"],
        ),
        (
            "The HR officer keeps a record of competence, training, and experience of all staff "
            "concerned with tests.",
            "Who keeps a record of competence, training, and experience of all staff concerned "
            "with tests?",
            ["The HR officer"],
        ),
        (
            "The CSO is responsible for reviewing and providing the final sign-off.",
            "Who is responsible for reviewing and providing the final sign-off?",
            ["The CSO"],
        ),
    ],
)
def test_a_sentence_becomes_a_question_that_it_answers(
    sentence: str, question: str, key: list[str]
) -> None:
    made = asked(sentence)

    assert (made.text, list(made.key_points)) == (question, key)


@pytest.mark.parametrize(
    "sentence",
    [
        "They are kept for ten years.",
        "It goes out within three working days of receipt.",
        "This is signed by the Quality manager within two days.",
        "Keys are held by Ian Broadbent, the person on standby and, at Lindenau, Jens Krüger.",
        "The shift lead takes out every product tightened with that wrench.",
        "In the test of April 2026 all five records were found in time.",
        "the record is filed by the tester within one day.",
        "Seals of fixtures are changed every 500 tests or every two weeks.",
        "We check every part within one hour.",
        "The lead writes it down.",
        "Nothing is delivered without F-017.",
        "Stems of duplex steel are traced by heat number like bodies.",
        "Nadia Petrov compares old and new within ten working days.",
        "Visitors and auditors read records in the presence of the record holder.",
        "The clerk reads the list in the presence of the record holder.",
        "Maintenance answers within 15 minutes for class A, two hours for B.",
        "Sales accepts the order only when every line of F-003 is signed.",
        "The operator stops the machine, hangs the orange card and fills in F-018.",
        "Testers hold a valid competence for pressure tests in REG-05.",
        "An issue must be logged in the against the project in the repository.",
        "Keys are held by the shift leads, Daniel Okafor and, at Lindenau, Katrin Vogel.",
    ],
)
def test_a_sentence_that_leans_or_tells_too_little_is_left_alone(sentence: str) -> None:
    assert duty_in(sentence) is None


def test_names_and_codes_keep_their_capital() -> None:
    sentence = "Lindenau records are kept for seven years."

    assert asked(sentence).text == "For how long are lindenau records kept?"
    assert asked(sentence, proper=["Lindenau"]).text == "For how long are Lindenau records kept?"
    assert asked("F-013 is kept for ten years.").text == "For how long is F-013 kept?"


def test_a_topic_opens_the_question() -> None:
    made = asked("Equipment is handed in within five days.", topic="Calibration, “Recall”")

    assert made.text == "Calibration, “Recall”: by when is equipment handed in?"


def test_trouble_makes_a_what_if_and_asks_what_is_done_then() -> None:
    made = asked("If a seal is missing, the operator stops the order.")
    calm = asked("When a seal arrives, the storeman enters the date.")

    assert (made.kind, made.parts[-1]) == ("what if", "when_it_goes_wrong")
    assert (calm.kind, calm.parts) == ("open", ("what_i_do", "governing_document"))


def test_a_form_or_a_time_of_keeping_asks_for_the_record() -> None:
    assert "record" in asked("Sales enters the date on F-003.").parts
    assert "record" in asked("Gauge labels are kept for two years.").parts
    assert "record" not in asked("The buyer tells the supplier within two days.").parts
