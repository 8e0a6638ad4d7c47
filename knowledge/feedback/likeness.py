"""Which questions are the same, or alike: by meaning, and by words while there is no model.

Measured on 20 pairs that ask the same in other words and 20 that differ in one point, such as
"who signs a concession" and "how long is a concession valid" (tests/knowledge/alike_questions.csv):

| cosine from  | .70 | .75 | .80 | .85 | .90 |
| same         | 1.0 | .80 | .70 | .35 | .15 |
| differ       | .45 | .20 | .10 | .05 | 0   |

Of 27,028 pairs of different questions about the sample company none reaches .75.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge.search.embedding import ModelIdentity, Vectors
from knowledge.search.library import packed, unpacked
from knowledge.search.words import terms
from knowledge.storage.expertise_tables import QuestionVector
from knowledge.storage.rows import add_missing

ALIKE = 0.75
"""From this cosine on an approved answer is shown: its own question stands with it, so that a
reader sees it when another was meant."""
SAME = 0.90
"""From this cosine on a withdrawn quotation is kept back: that happens unseen, so no pair that
differs may reach it."""


@dataclass(frozen=True)
class Inquiry:
    """A question with its vector; without one (the model is loading) words alone are compared."""

    text: str
    vector: Vectors | None = None
    model: ModelIdentity | None = None


def question_key(text: str) -> str:
    """The same for questions of the same words, whatever their order, endings and small words."""
    return " ".join(sorted(set(terms(text)))) or " ".join(text.casefold().split())


def likenesses(session: Session, inquiry: Inquiry, questions: Iterable[str]) -> dict[str, float]:
    """How near each of these questions comes, 0…1; 1 for the same words.

    Words are all or nothing: questions that differ in one word share as many as those that ask
    the same (.25 to .75 of both kinds), so a share of words tells nothing.
    """
    wanted, key = list(dict.fromkeys(questions)), question_key(inquiry.text)
    found = {text: 1.0 if question_key(text) == key else 0.0 for text in wanted}
    if inquiry.vector is None or inquiry.model is None:
        return found
    known = _vectors(session, wanted, inquiry.model)
    return {
        text: max(same, _cosine(inquiry.vector, known.get(text))) for text, same in found.items()
    }


def without_vector(session: Session, questions: Iterable[str], model: ModelIdentity) -> list[str]:
    """Those of these questions that this model has not embedded yet."""
    wanted = list(dict.fromkeys(questions))
    known = _vectors(session, wanted, model)
    return [text for text in wanted if text not in known]


def keep_vectors(
    session: Session, questions: Sequence[str], vectors: Vectors, model: ModelIdentity
) -> None:
    """Keep the vectors of questions, one row of `vectors` each."""
    name = _model_key(model)
    rows = [
        {"digest": _digest(text), "model": name, "vector": packed(vector)}
        for text, vector in zip(questions, vectors, strict=True)
    ]
    add_missing(session, QuestionVector, rows)


def _vectors(
    session: Session, questions: Sequence[str], model: ModelIdentity
) -> Mapping[str, Vectors]:
    digests = {_digest(text): text for text in questions}
    rows = session.scalars(
        select(QuestionVector).where(
            QuestionVector.digest.in_(digests), QuestionVector.model == _model_key(model)
        )
    )
    return {digests[row.digest]: unpacked(row.vector, model.dimension)[0] for row in rows}


def _cosine(one: Vectors, other: Vectors | None) -> float:
    return 0.0 if other is None else float(np.dot(one, other))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _model_key(model: ModelIdentity) -> str:
    named = f"{model.name}\n{model.hash}\n{model.prefix}\n{model.dimension}"
    return hashlib.sha256(named.encode()).hexdigest()
