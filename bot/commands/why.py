"""`coach why`: how an answer came about, stage by stage."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def why(answer: Annotated[str, typer.Argument(help="The id of an answer.")]) -> None:
    """Print each stage of an answer that was given."""
    from bot.assembly import Coach
    from knowledge.errors import NotFound
    from knowledge.storage.tables import Answer

    coach = Coach()
    with coach.database.read() as session:
        row = session.get(Answer, answer)
        if row is None:
            raise NotFound(f"There is no answer {answer}. Its id stands at the end of each reply.")
        typer.echo("\n".join(_told(row)))


def _told(row: Any) -> list[str]:
    trace = row.trace
    lines = [
        f"Asked     {row.asked_at:%Y-%m-%d %H:%M:%S %Z} as {row.viewer}: {row.question}",
        f"Outcome   {row.status}, confidence {row.confidence:.3f}, {row.seconds * 1000:.0f} ms",
        f"Program   {row.version}; model {row.model}; index generation {row.generation_id}",
    ]
    if trace.get("typed"):
        lines.append(f"Typed     {trace['typed']}")
    if "understood" not in trace:
        notices = (f"Notice    {notice}" for notice in trace.get("notices", []))
        return [*lines, *_standard(trace), *notices]
    understood, scope = trace["understood"], trace["scope"]
    lines += [
        f"1 Read    asks for {', '.join(understood['wanted']) or 'nothing in particular'}; "
        f"names {', '.join(understood['codes']) or 'no document'}; "
        f"revision {understood['revision'] or 'not named'}",
        f"2 Scope   in force on {scope['on']}: {scope['compared']} passages compared",
        "3 Ranked  passage  score  words  passage  sentence  coverage  right kind",
    ]
    lines += [
        f"          {hit['passage']:>7} {hit['score']:>6.2f} {hit['words']:>6.2f} "
        f"{hit['passage_cosine']:>8.3f} {hit['sentence_cosine']:>9.3f} {hit['coverage']:>9.3f}  "
        f"{'yes' if hit['fits'] else 'no'}"
        for hit in trace["ranking"]
    ]
    lines.append(f"4 Signs   {_pairs(trace['signs'])}")
    lines.append(f"5 Judged  {_pairs(trace['judge'])}")
    for citation in row.citations:
        document = citation["document"]
        name = document["number"] or document["title"]
        lines.append(
            f"6 Cited   {citation['rank']}. passage {citation['passage_id']}: {name} "
            f"rev. {document['revision'] or '–'} ({document['status']}), "
            f"{citation['section'] or 'no section'}: {citation['quote']!r}"
        )
    lines += _standard(trace)
    lines += [f"Notice    {notice}" for notice in trace["notices"]]
    return lines


def _standard(trace: dict[str, Any]) -> list[str]:
    """What the standard's side added: the card that was shown, else the clauses beside it."""
    card = trace.get("standard")
    if not card:
        named = [_clause(one) for one in trace.get("clauses", [])]
        return [f"7 Clauses {', '.join(named)}"] if named else []
    first, *others = card["clauses"] or [None]
    heading = _clause(first) if first else card["edition"]
    lines = [f"7 Clause  {heading} ({card['kind']}): {card['about']}"]
    if others:
        lines.append(f"          also {', '.join(_clause(one) for one in others)}")
    lines += [f"          asks for {words}" for words in card["asks"]]
    lines += [f"          in writing {one['text']} ({one['number']})" for one in card["documented"]]
    lines += [
        f"          served by {one['number'] or one['title']} rev. {one['revision'] or '–'}, "
        f"{one['section'] or 'no section'}: {one['basis']}, {one['confidence']:.2f}"
        for one in card["our_documents"]
    ]
    changed = [f"{one['number']} {one['title']} {one['change']}" for one in card["changes"]]
    lines += [f"          changed {words}" for words in changed]
    told = (card["why"], card["not_applicable"], card["certainty"])
    return lines + [f"          note {words}" for words in told if words]


def _clause(one: dict[str, Any]) -> str:
    return f"{one['edition']} {one['number']} {one['title']}"


def _pairs(values: dict[str, Any]) -> str:
    return ", ".join(
        f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in values.items()
    )
