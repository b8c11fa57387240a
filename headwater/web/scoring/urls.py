"""Addresses of the score rules."""

from django.urls import path

from headwater.web.scoring import editing, pages, publishing, replays, trial

HOME = "setup/rules/score"

urlpatterns = [
    path(HOME, pages.rule_page, name="score_rules"),
    path(f"{HOME}/new", editing.new_rule, name="new_score_rule"),
    path(f"{HOME}/grid", editing.edit_grid, name="score_grid"),
    path(f"{HOME}/trial", trial.trial, name="score_trial"),
    path(f"{HOME}/draft/removal", publishing.drop, name="drop_score_draft"),
    path(f"{HOME}/draft/publication", publishing.publish, name="publish_score_draft"),
    path(f"{HOME}/version/<int:version>", pages.version_page, name="score_version"),
    path(
        f"{HOME}/version/<int:version>/publication",
        publishing.again,
        name="publish_score_rules_again",
    ),
    path(f"{HOME}/replays", replays.start, name="score_replays"),
    path(f"{HOME}/replays/<int:pk>/progress", replays.progress, name="score_replay_progress"),
    path(f"{HOME}/replays/<int:pk>/cancel", replays.cancel, name="cancel_score_replay"),
    path(f"{HOME}/replays/<int:pk>/leads", replays.leads, name="score_replay_leads"),
    path(f"{HOME}/<uuid:key>", editing.edit_rule, name="score_rule"),
    path(f"{HOME}/<uuid:key>/move", editing.move, name="move_score_rule"),
    path(f"{HOME}/<uuid:key>/switch", editing.switch, name="switch_score_rule"),
    path(f"{HOME}/<uuid:key>/removal", editing.remove, name="remove_score_rule"),
]
