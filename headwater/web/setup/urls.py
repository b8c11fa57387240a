"""Addresses of Setup: one page for each kind of thing, named as in the glossary."""

from django.urls import path

from headwater.web.setup import (
    definitions,
    duplicate_rules,
    fields,
    files,
    index,
    mailbox_oauth,
    mailboxes,
    matching_rules,
    rules,
    spam,
    users,
)

urlpatterns = [
    path("setup", index.index, name="setup"),
    path("setup/rules/<slug:kind>", rules.rule_list, name="rules"),
    path("setup/rules/<slug:kind>/new", rules.new_rule, name="new_rule"),
    path("setup/rules/<slug:kind>/<int:pk>", rules.edit_rule, name="rule"),
    path("setup/rules/<slug:kind>/<int:pk>/move", rules.move_rule, name="move_rule"),
    path("setup/rules/<slug:kind>/<int:pk>/removal", rules.remove_rule, name="remove_rule"),
    path(
        "setup/rules/<slug:kind>/version/<int:version>", rules.publish_again, name="publish_again"
    ),
    path("setup/fields", fields.field_list, name="fields"),
    path("setup/fields/<slug:object_name>/new", fields.new_field, name="new_field"),
    path("setup/fields/<int:pk>", fields.edit_field, name="field"),
    path("setup/users", users.user_list, name="users"),
    path("setup/users/new", users.new_user, name="new_user"),
    path("setup/users/<int:pk>", users.edit_user, name="user"),
    path("setup/organization", definitions.organization, name="organization"),
    path("setup/spam", spam.spam, name="spam"),
    path("setup/spam/settings", spam.keep_spam, name="keep_spam"),
    path("setup/spam/senders", spam.add_sender, name="add_sender"),
    path("setup/spam/senders/<int:pk>/removal", spam.remove_sender, name="remove_sender"),
    path("setup/files", files.files, name="files"),
    path("setup/files/days", files.keep_files, name="keep_files"),
    path("setup/files/clearing", files.clear_files, name="clear_files"),
    path("setup/mailboxes", mailboxes.mailbox_list, name="mailboxes"),
    path("setup/mailboxes/new", mailboxes.new_mailbox, name="new_mailbox"),
    path("setup/mailboxes/trial", mailboxes.trial, name="mailbox_trial"),
    path("setup/mailboxes/replies", mailboxes.replies, name="replies"),
    path("setup/mailboxes/allowed", mailbox_oauth.allowed, name="mailbox_allowed"),
    path("setup/mailboxes/<int:pk>/connect", mailbox_oauth.connect, name="connect_mailbox"),
    path("setup/mailboxes/<int:pk>", mailboxes.edit_mailbox, name="mailbox"),
    path("setup/mailboxes/<int:pk>/poll", mailboxes.poll_now, name="poll_mailbox"),
    path("setup/duplicates", duplicate_rules.duplicate_rules, name="duplicate_rules"),
    path(
        "setup/duplicates/new/<str:object_name>",
        duplicate_rules.new_duplicate_rule,
        name="new_duplicate_rule",
    ),
    path("setup/duplicates/<int:pk>", duplicate_rules.edit_duplicate_rule, name="duplicate_rule"),
    path(
        "setup/duplicates/<int:pk>/switch",
        duplicate_rules.switch_duplicate_rule,
        name="switch_duplicate_rule",
    ),
    path(
        "setup/duplicates/<int:pk>/removal",
        duplicate_rules.remove_duplicate_rule,
        name="remove_duplicate_rule",
    ),
    path(
        "setup/duplicates/<int:pk>/history",
        duplicate_rules.duplicate_rule_history,
        name="duplicate_rule_history",
    ),
    path(
        "setup/matching/new/<str:object_name>",
        matching_rules.new_matching_rule,
        name="new_matching_rule",
    ),
    path("setup/matching/<int:pk>", matching_rules.matching_rule, name="matching_rule"),
    path(
        "setup/matching/<int:pk>/switch",
        matching_rules.switch_matching_rule,
        name="switch_matching_rule",
    ),
    path(
        "setup/matching/<int:pk>/removal",
        matching_rules.remove_matching_rule,
        name="remove_matching_rule",
    ),
    path("setup/<slug:slug>", definitions.definition_list, name="definitions"),
    path("setup/<slug:slug>/new", definitions.new_definition, name="new_definition"),
    path("setup/<slug:slug>/<int:pk>", definitions.edit_definition, name="definition"),
]
