"""Addresses of intake keys and webhooks, under Setup."""

from django.urls import path

from headwater.web.programs import clients, deliveries, keys, origins, replaying, webhooks

CLIENT = "setup/api-clients/<int:pk>"
HOOK = "setup/webhooks/<int:pk>"

urlpatterns = [
    path("setup/intake-keys", keys.key_list, name="intake_keys"),
    path("setup/intake-keys/new", keys.new_key, name="new_intake_key"),
    path("setup/intake-keys/<int:pk>", keys.edit_key, name="intake_key"),
    path("setup/intake-keys/<int:pk>/revocation", keys.revoke, name="revoke_intake_key"),
    path("setup/api-clients", clients.client_list, name="api_clients"),
    path("setup/api-clients/new", clients.new_client, name="new_api_client"),
    path(CLIENT, clients.edit_client, name="api_client"),
    path(f"{CLIENT}/secret", clients.rotate, name="rotate_api_client"),
    path(f"{CLIENT}/revocation", clients.revoke, name="revoke_api_client"),
    path("setup/api-clients/origins", origins.add, name="allow_origin"),
    path("setup/api-clients/origins/<int:pk>/removal", origins.remove, name="refuse_origin"),
    path("setup/webhooks", webhooks.webhook_list, name="webhooks"),
    path("setup/webhooks/new", webhooks.new_webhook, name="new_webhook"),
    path(HOOK, deliveries.log, name="webhook"),
    path(f"{HOOK}/edit", webhooks.edit_webhook, name="edit_webhook"),
    path(f"{HOOK}/switch", webhooks.switch, name="switch_webhook"),
    path(f"{HOOK}/secret", webhooks.change_secret, name="change_webhook_secret"),
    path(f"{HOOK}/removal", webhooks.remove, name="remove_webhook"),
    path(f"{HOOK}/test", replaying.test, name="test_webhook"),
    path(f"{HOOK}/replay", replaying.span, name="replay_webhook"),
    path(f"{HOOK}/deliveries/<int:number>", deliveries.delivery, name="webhook_delivery"),
    path(f"{HOOK}/deliveries/<int:number>/replay", replaying.again, name="replay_delivery"),
]
