"""What a proposal is based upon beside the values themselves; a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from headwater.catalog import objects
from headwater.database import statements
from headwater.merge.proposing import Known
from headwater.people.models import Queue
from headwater.people.organization import organization
from headwater.records.models import LeadStatus, Undeliverable

_SAID = """
SELECT record_id, said.attribute, max(at) FROM records_trailentry
CROSS JOIN LATERAL jsonb_object_keys(changes::jsonb) AS said(attribute)
WHERE object_name = %s::text AND record_id = ANY (%s::bigint[])
GROUP BY 1, 2
"""


def gather(records: Sequence[Any]) -> Known:
    """For records of one object."""
    name = objects.name_of(records[0])
    addresses = {each.email.lower() for each in records if getattr(each, "email", "")}
    owners = {record.owner_id for record in records}
    came_back = Undeliverable.objects.final().filter(address__in=addresses)
    return Known(
        country=organization().country,
        said_at=_said(name, [record.pk for record in records]),
        undeliverable=frozenset(came_back.values_list("address", flat=True)),
        statuses=dict(LeadStatus.objects.values_list("name", "sort_order"))
        if name == "Lead" else {},
        queues=frozenset(Queue.objects.filter(pk__in=owners).values_list("pk", flat=True)),
    )  # fmt: skip


def _said(object_name: str, pks: list[int]) -> dict[tuple[int, str], datetime]:
    rows = statements.run(_SAID, [object_name, pks])
    return {(pk, attribute): at for pk, attribute, at in rows}
