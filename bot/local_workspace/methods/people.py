"""users.*, usergroups.*, dnd.*: who is there, in which group, and who must not be disturbed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.local_workspace.methods.call import Call, Method
from bot.local_workspace.people import Person
from bot.local_workspace.refusals import Json, Refused


def shown_person(call: Call, person: Person) -> Json:
    app = call.workspace.app
    return person.to_slack(
        call.workspace.clock.now(),
        with_email="users:read.email" in app.scopes,
        bot_id=app.bot_id,
        app_id=app.id,
    )


def asked_person(call: Call) -> Person:
    person = call.workspace.people.get(call.required("user"))
    if person is None:
        raise Refused("user_not_found")
    return person


def info(call: Call) -> Json:
    return {"user": shown_person(call, asked_person(call))}


def list_all(call: Call) -> Json:
    entries = [shown_person(call, one) for one in call.workspace.people.values()]
    page, metadata = call.page(entries)
    return {
        "members": page,
        "cache_ts": int(call.workspace.clock.time()),
        "response_metadata": metadata,
    }


def by_email(call: Call) -> Json:
    email = call.required("email").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not person.deleted and person.kind != "stranger":
            return {"user": shown_person(call, person)}
    raise Refused("users_not_found")


def presence(call: Call) -> Json:
    asked_person(call)
    return {"presence": "active"}


def usergroups(call: Call) -> Json:
    team_id = call.workspace.team.id
    with_users = call.flag("include_users")
    return {
        "usergroups": [
            group.to_slack(team_id, with_users=with_users)
            for group in call.workspace.usergroups.values()
        ]
    }


def members_of_usergroup(call: Call) -> Json:
    group = call.workspace.usergroups.get(call.required("usergroup"))
    if group is None:
        raise Refused("no_such_subteam")
    return {"users": list(group.members)}


def do_not_disturb(person: Person, now: datetime) -> Json:
    """The next quiet hours by the person's own clock; the current ones while they last."""
    zone = ZoneInfo(person.tz)
    local = now.astimezone(zone)
    for day in (-1, 0, 1):
        date = local.date() + timedelta(days=day)
        begins = datetime.combine(date, time(person.dnd.begins), zone)
        later = person.dnd.ends <= person.dnd.begins
        ends = datetime.combine(date + timedelta(days=int(later)), time(person.dnd.ends), zone)
        if ends > local:
            break
    return {
        "dnd_enabled": person.dnd.enabled,
        "next_dnd_start_ts": int(begins.timestamp()) if person.dnd.enabled else 1,
        "next_dnd_end_ts": int(ends.timestamp()) if person.dnd.enabled else 1,
    }


def dnd_info(call: Call) -> Json:
    person = asked_person(call)
    return {**do_not_disturb(person, call.workspace.clock.now()), "snooze_enabled": False}


def dnd_team(call: Call) -> Json:
    people = call.listed("users")
    if not people:
        raise Refused("missing_required_arg_users")
    if len(people) > 50:
        raise Refused("too_many_users")
    now = call.workspace.clock.now()
    known = [call.workspace.people[one] for one in people if one in call.workspace.people]
    return {"users": {person.id: do_not_disturb(person, now) for person in known}}


METHODS = {
    "users.info": Method(info, ("users:read",), 4),
    "users.list": Method(list_all, ("users:read",), 2),
    "users.lookupByEmail": Method(by_email, ("users:read.email",), 3),
    "users.getPresence": Method(presence, ("users:read",), 3),
    "usergroups.list": Method(usergroups, ("usergroups:read",), 2),
    "usergroups.users.list": Method(members_of_usergroup, ("usergroups:read",), 2),
    "dnd.info": Method(dnd_info, ("dnd:read",), 3),
    "dnd.teamInfo": Method(dnd_team, ("dnd:read",), 2),
}
