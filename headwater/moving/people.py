"""Users and queues: who is here already is recognised, the others come without a password."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils.dateparse import parse_datetime

from headwater.catalog import ids, old_ids
from headwater.database import statements
from headwater.moving.course import Course
from headwater.moving.keys import keys_for
from headwater.moving.models import MoveStep
from headwater.moving.pages import external, refuse, settle
from headwater.people.models import Owner, Queue, QueueMember, User
from headwater.people.user import Role
from headwater.records import trail

USER_FIELDS = (
    "Id", "Username", "Email", "FirstName", "LastName", "Title", "Phone", "IsActive", "UserType",
    "TimeZoneSidKey", "CreatedDate", "Profile.Name",
)  # fmt: skip
QUEUE_FIELDS = ("Id", "Name", "Email", "DoesSendEmailToMembers")
ROLES = {
    "system administrator": Role.ADMIN, "marketing user": Role.MARKETING,
    "sales manager": Role.MANAGER, "read only": Role.READ_ONLY,
}  # fmt: skip
Row = Mapping[str, Any]


def users(course: Course, step: MoveStep, rows: Sequence[Row]) -> None:
    """A page of users, matched by their address."""
    with transaction.atomic():
        there = old_ids.keys_of("User", [_old(row) for row in rows])
        fresh = [row for row in rows if _old(row) not in there]
        names = {name for row in fresh for name in _addresses(row)}
        known = dict(User.objects.filter(email__in=names).values_list("email", "pk"))
        new: list[Row] = []
        same: dict[str, int] = {}
        for row in fresh:
            found = next((known[each] for each in _addresses(row) if each in known), None)
            if found is None or found in same.values():
                new.append(row)
            else:
                same[_old(row)] = found
        keys = keys_for(Owner, [_old(row) for row in new])
        made = _users(new, keys, set(known))
        _insert(User, [*made])
        same |= {_old(row): key for row, key in zip(new, keys, strict=True)}
        statements.insert([external("User", old_ids.FIELD, o, key) for o, key in same.items()])
        trail.write(
            trail.entry("user.created", user, by=course.by, because=course.because(_old(row)))
            for user, row in zip(made, new, strict=True)
        )
        settle(step, rows, made=len(new), known=len(rows) - len(new))
        step.save()


def _users(rows: Sequence[Row], keys: Sequence[int], taken: set[str]) -> list[User]:
    made = []
    for row, key in zip(rows, keys, strict=True):
        email = next(
            (each for each in _addresses(row) if each not in taken), f"{_old(row)}@invalid"
        )
        taken.add(email)
        first, last = str(row.get("FirstName") or ""), str(row.get("LastName") or "")
        profile = row.get("Profile") or {}
        at = parse_datetime(str(row.get("CreatedDate") or ""))
        user = User(
            id=key, owner_ptr_id=key, kind=Owner.Kind.USER, email=email[:128],
            first_name=first[:40], last_name=(last or email)[:80],
            name=(f"{first} {last}".strip() or email)[:121],
            title=str(row.get("Title") or "")[:80], phone=str(row.get("Phone") or "")[:40],
            is_active=bool(row.get("IsActive")) and row.get("UserType") in {None, "Standard"},
            time_zone=str(row.get("TimeZoneSidKey") or "UTC")[:40], password=make_password(None),
            role=ROLES.get(str(profile.get("Name") or "").lower(), Role.REP),
        )  # fmt: skip
        user.created_at = at or user.created_at
        made.append(user)
    return made


def _addresses(row: Row) -> list[str]:
    said = (str(row.get("Email") or ""), str(row.get("Username") or ""))
    return [each.strip().lower() for each in said if each.strip()]


def managers(course: Course, step: MoveStep, rows: Sequence[Row]) -> None:
    """Who reports to whom, of those who came and have no manager yet."""
    with transaction.atomic():
        wanted = {_old(row) for row in rows} | {ids.whole(str(row["ManagerId"])) for row in rows}
        keys = course.keys({"User": wanted})
        pairs = [(keys.get(_old(row)), keys.get(ids.whole(str(row["ManagerId"])))) for row in rows]
        statements.run(
            "UPDATE people_user SET manager_id = it.manager FROM unnest(%s::bigint[], %s::bigint[])"
            " AS it(person, manager) WHERE owner_ptr_id = it.person AND manager_id IS NULL",
            [[a for a, b in pairs if a and b], [b for a, b in pairs if a and b]],
        )
        settle(step, rows, made=len(rows), known=0)
        step.save()


def queues(course: Course, step: MoveStep, rows: Sequence[Row]) -> None:
    """A page of queues, matched by their names."""
    with transaction.atomic():
        there = old_ids.keys_of("Group", [_old(row) for row in rows])
        fresh = [row for row in rows if _old(row) not in there]
        known = {name.lower(): key for key, name in Queue.objects.values_list("pk", "name")}
        same = {_old(row): known[str(row["Name"]).lower()] for row in fresh
                if str(row["Name"]).lower() in known}  # fmt: skip
        new = [row for row in fresh if _old(row) not in same]
        keys = keys_for(Owner, [_old(row) for row in new])
        made = [
            Queue(id=key, owner_ptr_id=key, kind=Owner.Kind.QUEUE, name=str(row["Name"])[:121],
                  email=str(row.get("Email") or "")[:255],
                  is_telling_members=bool(row.get("DoesSendEmailToMembers")))
            for row, key in zip(new, keys, strict=True)
        ]  # fmt: skip
        _insert(Queue, [*made])
        same |= {_old(row): key for row, key in zip(new, keys, strict=True)}
        statements.insert([external("Group", old_ids.FIELD, o, key) for o, key in same.items()])
        trail.write(
            trail.entry("queue.created", queue, by=course.by, because=course.because(_old(row)))
            for queue, row in zip(made, new, strict=True)
        )
        settle(step, rows, made=len(new), known=len(rows) - len(new))
        step.save()


def members(course: Course, step: MoveStep, rows: Sequence[Row]) -> None:
    """Who shares a queue's work. A group within a queue cannot come: people are its members."""
    with transaction.atomic():
        wanted: dict[str, set[str]] = {"Group": set(), "User": set()}
        for row in rows:
            wanted["Group"].add(ids.whole(str(row["GroupId"])))
            wanted["User"].add(ids.whole(str(row["UserOrGroupId"])))
        keys = course.keys(wanted)
        pairs, lost = {}, []
        for row in rows:
            queue = keys.get(ids.whole(str(row["GroupId"])))
            user = keys.get(ids.whole(str(row["UserOrGroupId"])))
            if queue and user and str(row["UserOrGroupId"]).startswith("005"):
                pairs[queue, user] = row
            else:
                lost.append((_old(row), "", f"{row['UserOrGroupId']} is no user who came."))
        there = set(QueueMember.objects.values_list("queue_id", "user_id")) & pairs.keys()
        QueueMember.objects.bulk_create(
            [QueueMember(queue_id=queue, user_id=user) for queue, user in pairs.keys() - there]
        )
        settle(step, rows, made=len(pairs) - len(there), known=len(rows) - len(lost) - len(pairs)
               + len(there))  # fmt: skip
        refuse(step, lost)
        step.save()


def _old(row: Row) -> str:
    return ids.whole(str(row["Id"]))


def _insert(model: type[models.Model], people: Sequence[Any]) -> None:
    """Owners and what is more of users or queues: two statements, whatever their number."""
    if not people:
        return
    statements.insert(
        [statements.new(Owner, id=each.pk, kind=each.kind, name=each.name, is_active=each.is_active)
         for each in people]
    )  # fmt: skip
    rows: Any = model._base_manager.get_queryset()
    rows._insert(people, fields=model._meta.local_concrete_fields, using="default")
