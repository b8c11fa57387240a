"""snake_case here, Salesforce's names outside: one rule and a short list of exceptions."""

# Times end in _at and dates in _on here; Salesforce says …Date for both.
EVERYWHERE = {
    "created_at": "CreatedDate",
    "modified_at": "LastModifiedDate",
    "modified_by": "LastModifiedBy",
    "last_activity_on": "LastActivityDate",
    "started_on": "StartDate",
    "ended_on": "EndDate",
}
IN_OBJECT = {
    ("Lead", "converted_on"): "ConvertedDate",
    ("Contact", "born_on"): "Birthdate",
    ("Opportunity", "close_on"): "CloseDate",
    ("Opportunity", "stage_changed_at"): "LastStageChangeDate",
    ("Task", "due_on"): "ActivityDate",
    ("Task", "completed_at"): "CompletedDateTime",
    ("Task", "remind_at"): "ReminderDateTime",
    ("Task", "call_disposition"): "CallDisposition",
    ("Event", "starts_at"): "StartDateTime",
    ("Event", "ends_at"): "EndDateTime",
    ("Event", "is_all_day"): "IsAllDayEvent",
    ("CampaignMember", "first_responded_on"): "FirstRespondedDate",
    ("LeadStatus", "name"): "MasterLabel",
    ("OpportunityStage", "name"): "MasterLabel",
    ("OpportunityStage", "probability"): "DefaultProbability",
    ("OpportunityStage", "forecast_category"): "ForecastCategoryName",
    ("Opportunity", "forecast_category"): "ForecastCategoryName",
    ("Owner", "kind"): "Type",
    ("User", "email"): "Email",
    ("Organization", "country"): "Country",
    ("EmailMessage", "sent_at"): "MessageDate",
    ("EmailMessage", "text"): "TextBody",
    ("EmailMessage", "html"): "HtmlBody",
    ("EmailMessage", "is_incoming"): "Incoming",
}


def api_name(object_name: str, attribute: str) -> str:
    """`number_of_employees` → `NumberOfEmployees`; a reference is named without its `Id`."""
    exception = IN_OBJECT.get((object_name, attribute)) or EVERYWHERE.get(attribute)
    return exception or "".join(word[:1].upper() + word[1:] for word in attribute.split("_"))
