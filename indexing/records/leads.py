"""Who leads whom in a file of people: looked up, free of circles, written once all are there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select, update

from indexing.records.columns import Row
from indexing.records.run import Item, Run
from knowledge.people import Directory, circles
from knowledge.storage.record_tables import Person

NAMED = ("lead", "stand_in")


class Leads:
    """The rows of a file of people whose leads and stand-ins can be used: `items`.

    Somebody who is new has a number below zero until `write`, so that whoever is named further
    down in the same file is known before anything is written.
    """

    def __init__(self, run: Run, items: Sequence[Item]) -> None:
        self._run = run
        known = run.session.execute(select(Person.number, Person.id, Person.name, Person.lead_id))
        self._known = {row.number: row for row in known}
        self._names: dict[int | None, str] = {row.id: row.name for row in self._known.values()}
        self.items = list(items)
        self._ids = {
            values["number"]: self._id_of(values["number"], place)
            for place, (_, values) in enumerate(items)
        }
        self._wanted = self._looked_up()
        self._leave_out(self._in_circles())
        self._leave_out_followers()

    def write(self, ids: Mapping[str, int]) -> None:
        """Set leads and stand-ins, now that everybody has an id; counted as changes of people."""
        real: dict[int | None, int] = {
            self._ids[number]: person_id for number, person_id in ids.items()
        }
        told = self._run.outcome("people")
        changes = []
        before = {
            row.number: {"lead_id": row.lead_id, "stand_in_id": row.stand_in_id}
            for row in self._run.session.execute(
                select(Person.number, Person.lead_id, Person.stand_in_id)
            )
        }
        added = set(told.added)
        for number, wanted in self._wanted.items():
            values = {f"{name}_id": real.get(who, who) for name, who in wanted.items()}
            different = {k: v for k, v in values.items() if before[number][k] != v}
            if not different:
                continue
            changes.append({"id": ids[number], **values})
            if number not in added:
                told.unchanged -= number not in told.changed
                said = {name: [before[number][name], new] for name, new in different.items()}
                told.changed.setdefault(number, {}).update(said)
        for names in ({"lead_id"}, {"stand_in_id"}, {"lead_id", "stand_in_id"}):
            alike = [change for change in changes if set(change) == names | {"id"}]
            if alike:
                self._run.session.execute(update(Person), alike)
        self._run.session.expire_all()

    def _id_of(self, number: str, place: int) -> int:
        known = self._known.get(number)
        return int(known.id) if known is not None else -1 - place

    def _looked_up(self) -> dict[str, dict[str, int | None]]:
        """By employee number whom each row names; rows that name nobody known are left out."""
        run, directory = self._run, Directory.of(self._run.session)
        for _, values in self.items:
            person_id = self._ids[values["number"]]
            directory.add(person_id, values["number"], values.get("email"), values["name"])
            self._names[person_id] = values["name"]
        run.people = directory
        found: dict[str, dict[str, int | None]] = {}
        refused: set[str] = set()
        for row, values in self.items:
            number, before = values["number"], len(run.report.problems)
            found[number] = {name: run.person(row, name) for name in NAMED if name in row.values}
            for name, who in found[number].items():
                if who == self._ids[number]:
                    run.refuse(row, f"is named as their own {name.replace('_', '-')}")
            if len(run.report.problems) > before:
                refused.add(number)
        del run.people  # made anew once everybody has an id
        self._wanted = found
        self._leave_out(refused)
        return self._wanted

    def _in_circles(self) -> set[str]:
        leads: dict[int, int | None] = {row.id: row.lead_id for row in self._known.values()}
        numbers = {self._ids[number]: number for number in self._wanted}
        for number, wanted in self._wanted.items():
            leads[self._ids[number]] = wanted.get("lead", leads.get(self._ids[number]))
        refused = set()
        for circle in circles(leads):
            for place, person in enumerate(circle):
                round_trip = [*circle[place:], *circle[: place + 1]]
                way = " → ".join(self._names[one] for one in round_trip)
                if person in numbers:
                    refused.add(numbers[person])
                    self._run.refuse(self._row(numbers[person]), f"is in a circle of leads: {way}")
        return refused

    def _leave_out_followers(self) -> None:
        """Whoever names somebody new whose row was left out can't be taken either.

        It is only told where rows are left out: else one mended row mends them all.
        """
        while True:
            there = {self._ids[values["number"]] for _, values in self.items}
            lost = {
                number: name
                for number, wanted in self._wanted.items()
                for name, who in wanted.items()
                if who is not None and who < 0 and who not in there
            }
            if not lost:
                return
            for number, name in lost.items() if self._run.skip_bad else ():
                self._run.refuse(self._row(number), f"{name}: the row of that person is left out")
            self._leave_out(set(lost))

    def _leave_out(self, numbers: set[str]) -> None:
        self.items = [item for item in self.items if item[1]["number"] not in numbers]
        self._wanted = {k: wanted for k, wanted in self._wanted.items() if k not in numbers}

    def _row(self, number: str) -> Row:
        return next(row for row, values in self.items if values["number"] == number)
