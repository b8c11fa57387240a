"""Whether a record was a lead once: no column holds it, the leads that became it do."""

from headwater.catalog.fields import FieldDef

_BECAME = (
    'EXISTS (SELECT 1 FROM records_lead was WHERE was.{column} = "{{table}}"."id"'
    " AND was.is_converted AND NOT was.is_deleted)"
)


def _from_lead(column: str) -> FieldDef:
    return FieldDef(
        name="IsFromLead", label="From a Lead", type="boolean", attribute="is_from_lead",
        is_createable=False, is_updateable=False, expression=_BECAME.format(column=column),
    )  # fmt: skip


OF_ACCOUNT = _from_lead("converted_account_id")
OF_CONTACT = _from_lead("converted_contact_id")
OF_OPPORTUNITY = _from_lead("converted_opportunity_id")
