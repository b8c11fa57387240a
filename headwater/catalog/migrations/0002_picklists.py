"""The standard value lists, as a new Salesforce organisation has them (reference §1)."""

from django.db import migrations

LISTS = {
    "Salutation": "Mr.;Ms.;Mrs.;Dr.;Prof.;Mx.",
    "LeadSource": "Web;Phone Inquiry;Partner Referral;Purchased List;Trade Show;Other",
    "Industry": (
        "Agriculture;Apparel;Banking;Biotechnology;Chemicals;Communications;Construction;"
        "Consulting;Education;Electronics;Energy;Engineering;Entertainment;Environmental;Finance;"
        "Food & Beverage;Government;Healthcare;Hospitality;Insurance;Machinery;Manufacturing;Media;"
        "Not For Profit;Recreation;Retail;Shipping;Technology;Telecommunications;Transportation;"
        "Utilities;Other"
    ),
    "Rating": "Hot;Warm;Cold",
    "ClosedReason": (
        "Not a fit;No budget;No decision power;Market not served;Student or research;"
        "Chose a competitor;Never reached;Asked to stop;Duplicate;Spam"
    ),
    "LossReason": "Price;Competitor;No decision;Timing;Missing feature;Lost contact;Other",
    "ForecastCategory": "Omitted;Pipeline;Best Case;Commit;Closed",
    "OpportunityType": (
        "New Customer;Existing Customer - Upgrade;Existing Customer - Replacement;"
        "Existing Customer - Downgrade"
    ),
    "AccountType": (
        "Prospect;Customer - Direct;Customer - Channel;Channel Partner / Reseller;"
        "Installation Partner;Technology Partner;Other"
    ),
    "Ownership": "Public;Private;Subsidiary;Other",
    "ContactRole": (
        "Business User;Decision Maker;Economic Buyer;Economic Decision Maker;Evaluator;"
        "Executive Sponsor;Influencer;Technical Buyer;Other"
    ),
    "CampaignType": (
        "Conference;Webinar;Trade Show;Public Relations;Partners;Referral Program;Advertisement;"
        "Banner Ads;Direct Mail;Email;Telemarketing;Other"
    ),
    "CampaignStatus": "Planned;In Progress;Completed;Aborted",
    "TaskStatus": "Not Started;In Progress;Completed;Waiting on someone else;Deferred",
    "TaskPriority": "High;Normal;Low",
    "TaskSubtype": "Task;Call;Email",
    "CallType": "Internal;Inbound;Outbound",
    "ShowAs": "Busy;OutOfOffice;Free",
}
DEFAULTS = {("CampaignStatus", "Planned"), ("TaskStatus", "Not Started"), ("TaskPriority", "Normal"),
            ("ShowAs", "Busy")}  # fmt: skip


def first_rows(apps, schema_editor):
    model = apps.get_model("catalog", "PicklistValue")
    model.objects.bulk_create(
        model(picklist=name, value=value, sort_order=place, is_default=(name, value) in DEFAULTS)
        for name, values in LISTS.items()
        for place, value in enumerate(values.split(";"))
    )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]
    operations = [migrations.RunPython(first_rows, migrations.RunPython.noop)]
