"""What a person names, against register, documents in force and records."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.access import Viewer
from knowledge.errors import NotFound
from knowledge.interviews.facts_named import look_up
from knowledge.interviews.judgement import Facts, Named
from knowledge.storage.database import Database
from tests.bot.slack.documents import publish
from tests.knowledge.interviews.floor import Floor, furnish
from tests.knowledge.people.building import TODAY, add_person


@pytest.fixture
def floor(database: Database) -> Iterator[Floor]:
    with database.begin() as session:
        yield furnish(session)


def named(facts: Facts, name: str) -> Named:
    return next(one for one in facts.named if one.name == name)


@pytest.mark.parametrize("spelling", ["QP-0009", "qp 9", "QP-9", "QP 0009"])
def test_a_document_is_known_however_its_number_is_spelled(floor: Floor, spelling: str) -> None:
    facts = floor.facts(floor.asks(), f"It stands in {spelling} I think.")

    one = named(facts, "QP-0009")
    assert (one.kind, one.standing) == ("document", "right")
    assert one.detail == "QP-0009 revision F, Control of nonconforming product, is in force."
    assert one.passage_id == floor.raising


@pytest.mark.parametrize("spelling", ["F-007", "form 7", "F007", "Form No. 7"])
def test_a_form_is_known_however_its_number_is_spelled(floor: Floor, spelling: str) -> None:
    facts = floor.facts(floor.asks(), f"I fill in {spelling}.")

    assert named(facts, "F-007").kind == "form"


@pytest.mark.parametrize(
    "words", ["QP-0007 revision C", "QP-0007, rev. C", "QP 7 issue C", "revision C of QP-0007"]
)
def test_a_superseded_revision_is_told_with_the_one_in_force(floor: Floor, words: str) -> None:
    facts = floor.facts(floor.asks(), f"We work to {words}.")

    one = named(facts, "QP-0007 revision C")
    assert one.standing == "superseded"
    assert one.detail == (
        "QP-0007 revision C was superseded. Revision D is in force since 2 March 2026."
    )
    assert one.said == words


def test_an_older_revision_than_the_register_lists_is_superseded(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "QP-0009 rev D")

    assert named(facts, "QP-0009 revision D").standing == "superseded"


def test_a_revision_that_is_not_yet_in_force_contradicts(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "QP-0018 revision F")

    one = named(facts, "QP-0018 revision F")
    assert one.standing == "contradicts"
    assert one.detail == (
        "QP-0018 revision F is not in force yet. Revision E is in force since 5 January 2026."
    )


def test_a_revision_that_nobody_issued_does_not_exist(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "QP-0007 revision K")

    assert named(facts, "QP-0007 revision K").standing == "does not exist"


def test_a_revision_without_a_number_is_that_of_the_document_asked_for(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "It is revision F.")

    assert named(facts, "QP-0009 revision F").standing == "right"


def test_the_revision_of_an_unknown_number_is_nobody_elses(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "That is all in QP-0055 revision G.")

    assert [one.name for one in facts.named] == ["QP-0055"]


def test_each_of_two_documents_has_its_own_revision(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "QP-0007 and QP-0009 rev F")

    assert [one.name for one in facts.named if one.kind == "revision"] == ["QP-0009 revision F"]


def test_a_number_that_nobody_has_does_not_exist(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "It is in QP-0099 and on F-333.")

    one = named(facts, "QP-0099")
    assert (one.kind, one.standing) == ("document", "does not exist")
    assert one.detail == "QP-0099 is not in the register that you can see."
    assert named(facts, "F-333").kind == "form"


def test_a_document_for_others_is_told_like_one_that_does_not_exist(floor: Floor) -> None:
    text = "It is in HR-02 and HR-03."

    assert {one.name for one in floor.facts(floor.asks(), text).named} == set()
    managers = Viewer("Helen", frozenset({"everyone", "managers"}))
    facts = floor.facts(floor.asks(), text, viewer=managers)
    assert {one.name: one.standing for one in facts.named} == {
        "HR-02": "right", "HR-03": "does not exist",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["DN 50, PN16, M8, ISO 9001, line 3, week 40, 24 bar, press 2"])
def test_what_is_no_name_of_ours_is_left_alone(floor: Floor, text: str) -> None:
    assert [one for one in floor.facts(floor.asks(), text).named if one.kind != "time limit"] == []


def test_a_corrective_action_is_verified_where_actions_are_asked_for(floor: Floor) -> None:
    facts = floor.facts(floor.asks(clause="10.2.1"), "See CAPA-2026-021.")

    one = named(facts, "CAPA-2026-021")
    assert (one.standing, one.detail) == (
        "verified",
        "CAPA-2026-021 stands at “implemented”.",
    )


def test_a_record_of_another_kind_exists_and_is_not_what_was_asked_for(floor: Floor) -> None:
    facts = floor.facts(floor.asks(clause="7.2"), "See CAPA-2026-021.")

    one = named(facts, "CAPA-2026-021")
    assert one.standing == "right"
    assert one.detail.endswith("It is not the record that was asked for.")


def test_my_training_and_my_certificate_are_verified(floor: Floor) -> None:
    facts = floor.facts(floor.asks(clause="7.2"), "TA-0412, certificate CER-2023-118")

    assert [(one.name, one.standing) for one in facts.named] == [
        ("TA-0412", "verified"),
        ("CER-2023-118", "verified"),
    ]


def test_somebody_elses_training_is_not_told(floor: Floor) -> None:
    facts = floor.facts(floor.asks(clause="7.2"), "TA-0700 and TA-9999")

    assert {one.detail for one in facts.named} == {
        "TA-0700 is not in the records that you can see.",
        "TA-9999 is not in the records that you can see.",
    }


def test_a_number_of_a_system_that_we_do_not_have_is_not_doubted(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "Work order WO-2026-4711")

    assert named(facts, "WO-2026-4711").standing == "unchecked"


def test_a_link_to_the_controlled_document_is_verified(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "<https://docs.example/QP-0009?version=3|here>")

    assert named(facts, "QP-0009").standing == "verified"


def test_a_link_that_nobody_knows_is_unchecked(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "https://elsewhere.example/QP")

    assert [one.standing for one in facts.named] == ["unchecked"]


def test_the_right_time_limit_is_right_in_other_words(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "At the latest after 8 hrs.")

    assert [one.standing for one in facts.named if one.kind == "time limit"] == ["right"]


def test_another_time_limit_contradicts_the_passage(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "Within three days.")

    one = next(one for one in facts.named if one.kind == "time limit")
    assert (one.standing, one.detail) == ("contradicts", "It is eight hours, not three days.")
    assert one.passage_id == floor.raising


def test_a_time_that_the_passage_does_not_speak_of_is_not_doubted(floor: Floor) -> None:
    facts = floor.facts(
        floor.asks(text="Who fills in the form?"), "The finder. I have worked here for ten years."
    )

    assert [one for one in facts.named if one.kind == "time limit"] == []


def test_a_role_of_the_passage_and_a_person_of_the_register_are_known(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "The shift lead does, here that is Aisha Rahman.")

    assert [(one.kind, one.name) for one in facts.named] == [
        ("role", "shift lead"),
        ("person", "Aisha Rahman"),
    ]


def test_the_facts_say_what_is_overdue_who_leads_and_where_it_is(floor: Floor) -> None:
    facts = floor.facts(floor.asks(), "", files=("scan.pdf",))

    assert facts.overdue == ("TA-0500 Torque tightening is overdue.",)
    assert (facts.lead, facts.place, facts.files) == ("Aisha Rahman", "Assembly", ("scan.pdf",))
    assert facts.passage is not None
    assert facts.passage.citation == "QP-0009 revision F, 5 Raising the NCR, page 3"


def test_a_passage_that_this_person_may_not_see_is_left_out(floor: Floor) -> None:
    nobody = Viewer("guest", frozenset())

    assert floor.facts(floor.asks(), "x", viewer=nobody).passage is None


def test_whoever_is_not_in_the_register_is_told_so(floor: Floor) -> None:
    with pytest.raises(NotFound, match="You are not in the people register"):
        look_up(floor.session, floor.asks(), "x", person_id=9_999, today=TODAY)


def test_a_form_keeps_the_hyphen_that_the_person_writes(floor: Floor) -> None:
    """The register has F007 from the name of a file; every procedure writes F-007."""
    publish(floor.session, "F012", "Fields", title="Audit plan", kind="form", file="F012 plan.docx")

    facts = floor.facts(floor.asks(), "I fill in F-012.")

    assert named(facts, "F-012").detail == "F-012 revision 4, Audit plan, is in force."


def test_a_form_that_only_a_procedure_names_is_known(floor: Floor) -> None:
    publish(floor.session, "WI-108", "The check is written on F-031.", title="Torque wrench check")

    one = named(floor.facts(floor.asks(), "I write it on F-031."), "F-031")

    assert (one.kind, one.standing) == ("form", "right")
    assert one.detail == "F-031 is named in WI-108, Torque wrench check."


def test_what_only_a_draft_names_is_not_known(floor: Floor) -> None:
    publish(floor.session, "WI-108", "The check is written on F-031.", approval="draft")

    assert named(floor.facts(floor.asks(), "I write it on F-031."), "F-031").standing == (
        "does not exist"
    )


def test_a_colleague_is_known_by_the_first_name(floor: Floor) -> None:
    one = named(floor.facts(floor.asks(), "I tell Aisha."), "Aisha Rahman")

    assert (one.kind, one.detail) == ("person", "Aisha Rahman: Assembly lead.")


def test_a_first_name_that_is_a_word_names_nobody(floor: Floor) -> None:
    add_person(floor.session, "Mark Ellis", job_title="Quality inspector")

    assert floor.facts(floor.asks(), "I mark the part.").named == ()
