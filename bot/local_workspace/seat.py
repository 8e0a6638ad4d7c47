"""A person's place in the workspace: everything they can do, for the page and for tests."""

from __future__ import annotations

from typing import Any

from bot.local_workspace import events, interactions
from bot.local_workspace.channels import Channel, Message
from bot.local_workspace.files import SlackFile
from bot.local_workspace.interactions import Interaction, Place
from bot.local_workspace.mentions import escaped, with_ids
from bot.local_workspace.methods.posting import add_message
from bot.local_workspace.refusals import Json, Refused
from bot.local_workspace.views import View
from bot.local_workspace.workspace import Workspace


class Seat:
    """What one person does. Interactions wait for the app's ack and raise NotAnswered without."""

    def __init__(self, workspace: Workspace, who: str) -> None:
        self.workspace = workspace
        self.person = workspace.person(who)

    # Saying things

    def says(
        self,
        channel: str | Channel,
        text: str,
        *,
        thread_ts: str | None = None,
        files: list[SlackFile] | None = None,
    ) -> Message:
        """Post a message; `@name` and `#channel` become mentions, as in Slack's composer."""
        with self.workspace.change():
            room = self._room(channel)
            if room.archived:
                raise Refused("is_archived")
            parent = self.workspace.message(room, thread_ts) if thread_ts else None
            message = Message(
                self.workspace.next_ts(),
                room.id,
                self.person.id,
                text=self._written(text),
                thread_ts=(parent.thread_ts or parent.ts) if parent else None,
                client_msg_id=self.workspace.uuid(),
                team=self.person.team_id,
                subtype="file_share" if files else None,
                files=[self._shared(one, room) for one in files or []],
            )
            add_message(self.workspace, room, message)
            for one in files or []:
                events.file_shared(self.workspace, one.id, self.person.id, room)
            return message

    def tells_app(self, text: str, *, thread_ts: str | None = None) -> Message:
        """A direct message to the app."""
        return self.says(self.direct, text, thread_ts=thread_ts)

    @property
    def direct(self) -> Channel:
        with self.workspace.lock:
            return self.workspace.direct_with_app(self.person.id)

    def edits(self, message: Message, text: str) -> None:
        with self.workspace.change():
            self._own(message)
            before = message.to_slack()
            message.text = self._written(text)
            message.edited = {"user": self.person.id, "ts": self.workspace.next_ts()}
            channel = self.workspace.channels[message.channel]
            events.message_changed(self.workspace, channel, message, before)

    def deletes(self, message: Message) -> None:
        with self.workspace.change():
            self._own(message)
            before = message.to_slack()
            message.deleted_at = self.workspace.clock.time()
            events.message_deleted(self.workspace, self.workspace.channels[message.channel], before)

    def reacts(self, message: Message, name: str) -> None:
        """Add a reaction, or take it back if it is there."""
        with self.workspace.change():
            people = message.reactions.setdefault(name, [])
            added = self.person.id not in people
            if added:
                people.append(self.person.id)
            else:
                people.remove(self.person.id)
            if not people:
                del message.reactions[name]
            events.reaction(self.workspace, message, self.person.id, name, added)

    def uploads(self, name: str, content: bytes) -> SlackFile:
        """Bytes ready to be sent with a message."""
        with self.workspace.change():
            file = SlackFile(
                self.workspace.new_id("F"),
                name,
                name,
                self.person.id,
                len(content),
                int(self.workspace.clock.time()),
                content,
                complete=True,
            )
            self.workspace.files[file.id] = file
            return file

    # Looking around

    def opens_app(self, tab: str = "messages") -> None:
        with self.workspace.change():
            self.workspace.agent_openers.add(self.person.id)
            events.home_opened(self.workspace, self.person.id, tab)

    def looks_at(self, channel: str | Channel) -> None:
        with self.workspace.change():
            room = self._room(channel)
            if self.workspace.bot.id not in room.members or not room.is_direct:
                events.context_changed(self.workspace, self.person.id, room)
            newest = max(room.messages, default="0")
            self.workspace.read_until[(self.person.id, room.id)] = newest

    def sees(self, channel: str | Channel) -> list[Message]:
        """The messages of a channel that this person can see, threads and private notes too."""
        with self.workspace.lock:
            return [
                one
                for one in self._room(channel).messages.values()
                if one.deleted_at is None and one.ephemeral_for in (None, self.person.id)
            ]

    @property
    def home(self) -> View | None:
        published = self.workspace.homes.get(self.person.id)
        return self.workspace.views[published] if published else None

    @property
    def modal(self) -> View | None:
        stack = self.workspace.stacks.get(self.person.id)
        return self.workspace.views[stack[-1]] if stack else None

    # Interacting; each `…_interaction` only prepares, so that the page can wait without a thread

    def clicks(
        self,
        where: Message | View,
        action_id: str,
        given: Any = None,
        *,
        block_id: str = "",
        typed: Json | None = None,
    ) -> None:
        """Press a button, or choose `given` in a menu or picker."""
        place = (
            Place(view_id=where.id, given=typed or {})
            if isinstance(where, View)
            else Place(where.channel, where.ts, given=typed or {})
        )
        with self.workspace.change():
            prepared = interactions.clicked(
                self.workspace, self.person, place, block_id, action_id, given
            )
        self._deliver(prepared)

    def submits(self, view: View, typed: Json) -> Json:
        """Submit a modal; the answer holds `errors` by block when it stays open with them."""
        with self.workspace.change():
            prepared = interactions.submitted(self.workspace, self.person, view.id, typed)
        return prepared if isinstance(prepared, dict) else self._deliver(prepared)

    def closes(self, view: View, *, everything: bool = False) -> None:
        with self.workspace.change():
            prepared = interactions.closed(
                self.workspace, self.person, view.id, everything=everything
            )
        if prepared is not None:
            self._deliver(prepared)

    def searches(self, view: View, action_id: str, query: str) -> list[Json]:
        """Type into an external menu; the options the app offers."""
        with self.workspace.change():
            prepared = interactions.suggested(
                self.workspace, self.person, Place(view_id=view.id), "", action_id, query
            )
        options: list[Json] = self._deliver(prepared)["options"]
        return options

    def runs(self, command: str, text: str = "", *, channel: str | Channel | None = None) -> None:
        """A slash command, in the conversation with the app unless another is named."""
        with self.workspace.change():
            room = self._room(channel) if channel is not None else self.direct
            prepared = interactions.commanded(self.workspace, self.person, room, command, text)
        self._deliver(prepared)

    def uses_shortcut(self, callback_id: str, message: Message | None = None) -> None:
        with self.workspace.change():
            prepared = interactions.shortcut(self.workspace, self.person, callback_id, message)
        self._deliver(prepared)

    def stops(self, channel: str | Channel, thread_ts: str) -> None:
        """Press Stop: running streams end, and the app is told."""
        with self.workspace.change():
            room = self._room(channel)
            running = [
                one
                for one in room.messages.values()
                if one.streaming and one.thread_ts == thread_ts
            ]
            for message in running:
                message.streaming = False
                message.stopped_by = self.person.id
            self.workspace.thread(room, thread_ts).stop_asked = True
            streams = [one.ts for one in running]
            events.session_stopped(self.workspace, self.person.id, room.id, thread_ts, streams)

    def _deliver(self, prepared: Interaction) -> Json:
        answer = self.workspace.deliveries.request(
            prepared.kind, prepared.payload, wants_answer=prepared.wants_answer
        )
        with self.workspace.change():
            return prepared.finish(answer)

    def _room(self, channel: str | Channel) -> Channel:
        room = channel if isinstance(channel, Channel) else self.workspace.channel(channel)
        if self.person.id not in room.members:
            raise Refused("not_in_channel")
        return room

    def _written(self, text: str) -> str:
        return with_ids(self.workspace, escaped(text), labels=False)

    def _own(self, message: Message) -> None:
        if message.user != self.person.id:
            raise Refused("cant_update_message")

    def _shared(self, file: SlackFile, room: Channel) -> Json:
        file.shared_in.append(room.id)
        return file.to_slack(self.workspace.address, self.workspace.team.id)
