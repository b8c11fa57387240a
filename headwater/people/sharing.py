"""Whose records may somebody see? Own ones, those of people below them, those of their queues."""

from django.db import connection

from headwater.people.user import User

# One statement: the user, everybody below them in the hierarchy, and the queues of all of these.
OWNERS_BELOW = """
WITH RECURSIVE below(id) AS (
    SELECT %(user)s::bigint
    UNION
    SELECT person.owner_ptr_id FROM people_user person JOIN below ON person.manager_id = below.id
)
SELECT id FROM below
UNION
SELECT member.queue_id FROM people_queuemember member JOIN below ON member.user_id = below.id
"""


def visible_owner_ids(user: User) -> frozenset[int] | None:
    """Ids of the owners whose private records `user` sees; None means all of them.

    Asked once per user object and remembered on it, so that a page costs one such query.
    """
    if user.sees_everything:
        return None
    remembered: frozenset[int] | None = getattr(user, "_visible_owner_ids", None)
    if remembered is None:
        with connection.cursor() as cursor:
            cursor.execute(OWNERS_BELOW, {"user": user.pk})
            remembered = frozenset(row[0] for row in cursor.fetchall())
        user._visible_owner_ids = remembered  # type: ignore[attr-defined]
    return remembered
