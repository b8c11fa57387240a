"""Addresses of the assignment rules and of why a lead is whose it is."""

from django.urls import path

from headwater.web.routing import cases, criteria, editing, pages, publishing, replays, why

HOME = "setup/rules/assignment"

urlpatterns = [
    path(HOME, pages.rule_page, name="assignment_rules"),
    path(f"{HOME}/new", editing.new_rule, name="new_assignment_rule"),
    path(f"{HOME}/criteria", criteria.criteria, name="rule_criteria"),
    path(f"{HOME}/order", editing.order, name="assignment_order"),
    path(f"{HOME}/draft/removal", publishing.drop, name="drop_draft"),
    path(f"{HOME}/draft/publication", publishing.publish, name="publish_draft"),
    path(f"{HOME}/version/<int:version>", pages.version_page, name="assignment_version"),
    path(
        f"{HOME}/version/<int:version>/publication", publishing.again, name="publish_version_again"
    ),
    path(f"{HOME}/cases/new", cases.new_case, name="new_assignment_case"),
    path(f"{HOME}/cases/trial", cases.trial, name="assignment_trial"),
    path(f"{HOME}/cases/<int:pk>", cases.edit_case, name="assignment_case"),
    path(f"{HOME}/cases/<int:pk>/removal", cases.remove_case, name="remove_assignment_case"),
    path(f"{HOME}/replays", replays.start, name="replays"),
    path(f"{HOME}/replays/<int:pk>/progress", replays.progress, name="replay_progress"),
    path(f"{HOME}/replays/<int:pk>/cancel", replays.cancel, name="cancel_replay"),
    path(f"{HOME}/replays/<int:pk>/leads", replays.leads, name="replay_leads"),
    path(f"{HOME}/<uuid:key>", editing.edit_rule, name="assignment_rule"),
    path(f"{HOME}/<uuid:key>/move", editing.move, name="move_assignment_rule"),
    path(f"{HOME}/<uuid:key>/switch", editing.switch, name="switch_assignment_rule"),
    path(f"{HOME}/<uuid:key>/removal", editing.remove, name="remove_assignment_rule"),
    path("leads/<int:pk>/why", why.why, name="lead_why"),
]
