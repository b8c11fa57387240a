"""Where a deal came from: a lead that somebody converted, or straight."""

from django.db.models import BooleanField, ExpressionWrapper, Q

from headwater.records.models import Conversion, Lead

# Queries of their own, not joins: a deal counts once however many leads became it, and PostgreSQL
# hashes what two small indexes say instead of looking every deal up.
_OF_LEADS = Lead.objects.filter(converted_opportunity__isnull=False)
_AT_ONCE = Conversion.objects.filter(undone_at=None, is_direct=True, opportunity__isnull=False)
# What a door converts at once, with nobody working a lead in between, was direct.
FROM_LEAD = Q(pk__in=_OF_LEADS.order_by().values("converted_opportunity_id")) & ~Q(
    pk__in=_AT_ONCE.order_by().values("opportunity_id")
)
IS_FROM_LEAD = ExpressionWrapper(FROM_LEAD, output_field=BooleanField())
