"""A company's own questions, measured: is the gold cited, said, and the rest refused?"""

from __future__ import annotations

import re
import statistics
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00ad": ""})
_STOP = frozenset(
    """a an and are as at be by for from has have if in into is it its of on or that the their
    then this to was were when which who will with within""".split()  # noqa: SIM905
)
_DECISIVE = frozenset({"not", "no", "never", "only", "exactly", "without", "unless", "except"})
SAID_WITHIN = 60
CITED_WITHIN = 200


@dataclass
class Scores:
    """Shares between 0 and 1, seconds and words; `misses` names what went wrong and how."""

    answerable: int = 0
    unanswerable: int = 0
    figures: dict[str, float] = field(default_factory=dict)
    misses: list[tuple[str, str, str]] = field(default_factory=list)


@dataclass
class _Counts:
    cited: dict[int, int] = field(default_factory=lambda: {1: 0, 3: 0, 5: 0})
    file: dict[int, int] = field(default_factory=lambda: {1: 0, 3: 0})
    said: int = 0
    answered: int = 0
    refused: int = 0
    useful: float = 0.0


def score(questions: Sequence[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]) -> Scores:
    """Hold answers against questions with gold `[{file, answer_span}]`, in the same order.

    cited@k: a passage among the first k, of the right file, holds a gold span. said: the answer's
    first 60 words hold it, or 80 % of its content words with all figures and negations.
    useful: answered with the gold in the first three, or rightly refused; half for "nearest".
    auroc: how well confidence tells answerable from unanswerable questions (.5 is chance).
    """
    counts, scores = _Counts(), Scores()
    sure: dict[bool, list[float]] = {True: [], False: []}
    lengths: list[int] = []
    for question, answer in zip(questions, answers, strict=True):
        gold = [(g["file"], g["answer_span"]) for g in question.get("gold", [])]
        sure[bool(gold)].append(float(answer.get("confidence") or 0.0))
        if gold:
            scores.answerable += 1
            _count(counts, scores, question, answer, gold)
        else:
            scores.unanswerable += 1
            refused = answer["status"] != "answered"
            counts.refused += refused
            counts.useful += refused
            if not refused:
                scores.misses.append((question["id"], "should be refused", question["question"]))
        if answer["status"] == "answered" and gold:
            lengths.append(len(_tokens(answer["answer"])))
    scores.figures = _figures(counts, scores, sure, lengths, answers)
    return scores


def _count(
    counts: _Counts,
    scores: Scores,
    question: Mapping[str, Any],
    answer: Mapping[str, Any],
    gold: list[tuple[str, str]],
) -> None:
    shown = answer["status"] in ("answered", "nearest")
    hits = (answer.get("citations") or []) if shown else []
    answered = answer["status"] == "answered"
    counts.answered += answered
    held = [_holds(hit, gold) for hit in hits]
    for k in counts.cited:
        counts.cited[k] += any(held[:k])
    for k in counts.file:
        counts.file[k] += any(hit["file"] == file for hit in hits[:k] for file, _ in gold)
    counts.useful += any(held[:3]) * (1.0 if answered else 0.5)
    counts.said += answered and any(_says(span, answer["answer"]) for _, span in gold)
    if not any(held[:3]):
        scores.misses.append(
            (question["id"], f"{answer['status']}, not cited", question["question"])
        )


def _holds(hit: Mapping[str, Any], gold: list[tuple[str, str]]) -> bool:
    passage = _squeeze(_first(CITED_WITHIN, hit.get("passage", "")))
    return any(hit["file"] == file and _squeeze(span) in passage for file, span in gold)


def _figures(
    counts: _Counts,
    scores: Scores,
    sure: dict[bool, list[float]],
    lengths: list[int],
    answers: Sequence[Mapping[str, Any]],
) -> dict[str, float]:
    answerable = max(scores.answerable, 1)
    seconds = sorted(float(answer.get("seconds") or 0.0) for answer in answers)
    return {
        **{f"cited@{k}": count / answerable for k, count in counts.cited.items()},
        **{f"file@{k}": count / answerable for k, count in counts.file.items()},
        "said": counts.said / answerable,
        "answered": counts.answered / answerable,
        "refused": counts.refused / max(scores.unanswerable, 1),
        "useful": counts.useful / max(scores.answerable + scores.unanswerable, 1),
        "auroc": _auroc(sure[True], sure[False]),
        "seconds (median)": statistics.median(seconds) if seconds else 0.0,
        "seconds (p95)": seconds[int(len(seconds) * 0.95)] if seconds else 0.0,
        "words (median)": statistics.median(lengths) if lengths else 0.0,
    }


def _auroc(yes: Iterable[float], no: Sequence[float]) -> float:
    pairs = [(a > b) + 0.5 * (a == b) for a in yes for b in no]
    return sum(pairs) / len(pairs) if pairs else float("nan")


def _says(span: str, answer: str) -> bool:
    told_text = _first(SAID_WITHIN, answer)
    if _squeeze(span) in _squeeze(told_text):
        return True
    gold, told = set(_tokens(span)), set(_tokens(told_text))
    decisive = {w for w in gold if w in _DECISIVE or any(c.isdigit() for c in w)}
    content = gold - _STOP
    return bool(content) and decisive <= told and len(content & told) >= 0.8 * len(content)


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).casefold()
    return re.findall(r"[^\W_]+", plain)


def _squeeze(text: str) -> str:
    return "".join(_tokens(text))


def _first(count: int, text: str) -> str:
    return " ".join(_tokens(text)[:count])[: 8 * count]
