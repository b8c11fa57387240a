"""Addresses of leads and of what one does with them."""

from django.urls import path

from headwater.web.leads import (
    bulk,
    call_sheet,
    clock_deeds,
    deeds,
    list,
    new,
    pages,
    status,
    twins,
)

urlpatterns = [
    path("leads", list.leads, name="leads"),
    path("leads/twins", twins.twins, name="lead_twins"),
    path("leads/new", new.new_lead, name="new_lead"),
    path("leads/selection/owner", bulk.owner, name="leads_owner"),
    path("leads/selection/status", bulk.status, name="leads_status"),
    path("leads/selection/campaign", bulk.campaign, name="leads_campaign"),
    path("leads/selection/deletion", bulk.deletion, name="leads_deletion"),
    path("leads/<int:pk>", pages.lead, name="lead"),
    path("leads/<int:pk>/peek", pages.peek, name="lead_peek"),
    path("leads/<int:pk>/story", pages.story, name="lead_story"),
    path("leads/<int:pk>/call-sheet", call_sheet.call_sheet, name="lead_call_sheet"),
    path("leads/<int:pk>/call-notes", call_sheet.notes, name="lead_call_notes"),
    path("leads/<int:pk>/answers/<int:question_pk>", call_sheet.answer, name="lead_answer"),
    path("leads/<int:pk>/calls", deeds.calls, name="lead_calls"),
    path("leads/<int:pk>/notes", deeds.notes, name="lead_notes"),
    path("leads/<int:pk>/emails", deeds.emails, name="lead_emails"),
    path("leads/<int:pk>/snooze", deeds.snooze, name="lead_snooze"),
    path("leads/<int:pk>/pause", clock_deeds.pause, name="lead_pause"),
    path("leads/<int:pk>/resume", clock_deeds.resume, name="lead_resume"),
    path("leads/<int:pk>/owner", deeds.owner, name="lead_owner"),
    path("leads/<int:pk>/status", status.status, name="lead_status"),
    path("leads/<int:pk>/tasks", new.new_task, name="lead_tasks"),
    path("leads/<int:pk>/deletion", deeds.deletion, name="lead_deletion"),
    path("tasks/<int:pk>/completion", deeds.completion, name="task_completion"),
]
