"""Where a deal came from: a lead that somebody converted, or straight."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from headwater.records.models import Conversion

# What a door converts at once, with nobody working a lead in between, was direct. A query of its
# own, not a join: a deal counts once, and PostgreSQL hashes the conversions instead of the leads.
FROM_LEAD = Q(
    pk__in=Conversion.objects.filter(undone_at=None, is_direct=False, opportunity__isnull=False)
    .order_by()
    .values("opportunity_id")
)
IS_FROM_LEAD = ExpressionWrapper(FROM_LEAD, output_field=BooleanField())
