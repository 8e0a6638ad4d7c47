"""The proof's judge notices what it is there for."""

from tests.proofs.delivery.checker import judge, judge_answers


def post(key=None, app="A1", **more):
    metadata = {"event_payload": {"key": key}} if key else None
    return {"app_id": app, "bot_id": "B1", "metadata": metadata, **more}


def test_each_once_is_what_holds():
    assert judge(["a", "b"], [post("b"), post("a"), {"text": "a person's"}], "A1").holds


def test_the_lost_and_the_doubled_are_named():
    verdict = judge(["a", "b", "c"], [post("b"), post("b", deleted=True), post("c")], "A1")

    assert (verdict.lost, verdict.doubled, verdict.holds) == (("a",), ("b",), False)
    assert str(verdict) == "3 wanted, 1 lost, 1 doubled"


def test_messages_nobody_wanted_are_counted():
    assert judge([], [post("x"), post()], "A1").unknown == 2


def test_each_question_has_one_answer_in_its_thread():
    asked = [{"ts": "1"}, {"ts": "2"}, {"ts": "3"}]
    verdict = judge_answers(
        [*asked, post(thread_ts="1"), post(thread_ts="2"), post(thread_ts="2")], "A1"
    )

    assert (verdict.lost, verdict.doubled) == (("3",), ("2",))
