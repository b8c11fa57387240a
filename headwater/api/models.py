"""The tables of the API."""

from headwater.api.bulk.job import BulkBatch, BulkJob, BulkPiece
from headwater.api.client_terms import ApiUse, ClientTerms
from headwater.api.cross_origin import AllowedOrigin
from headwater.api.idempotency import KeptAnswer
from headwater.api.intake_key import IntakeKey
from headwater.api.signing_key import SigningKey
from headwater.api.webhooks.delivery import TrailMark, WebhookDelivery, WebhookTry
from headwater.api.webhooks.webhook import Webhook

__all__ = [
    "AllowedOrigin",
    "ApiUse",
    "BulkBatch",
    "BulkJob",
    "BulkPiece",
    "ClientTerms",
    "IntakeKey",
    "KeptAnswer",
    "SigningKey",
    "TrailMark",
    "Webhook",
    "WebhookDelivery",
    "WebhookTry",
]
