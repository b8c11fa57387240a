"""EMAIL_URL by table: a mail server, or a provider by its key."""

from typing import Any

import pytest
from django.core.mail import get_connection
from django.test import override_settings

from headwater.mail_way import way_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("", {"EMAIL_HOST": "localhost", "EMAIL_PORT": 25, "EMAIL_PROVIDER": ""}),
        ("smtps://me%40x.org:s%2Fx@mx.example:465",
         {"EMAIL_HOST": "mx.example", "EMAIL_USE_SSL": True, "EMAIL_HOST_USER": "me@x.org",
          "EMAIL_HOST_PASSWORD": "s/x"}),
        ("smtp+tls://mx.example:587", {"EMAIL_USE_TLS": True, "EMAIL_PORT": 587}),
        ("anymail+mailgun://key-1@?sender_domain=mg.example&webhook_signing_key=w",
         {"EMAIL_PROVIDER": "mailgun", "EMAIL_BACKEND": "anymail.backends.mailgun.EmailBackend",
          "ANYMAIL": {"IGNORE_UNSUPPORTED_FEATURES": True, "MAILGUN_API_KEY": "key-1",
                      "MAILGUN_SENDER_DOMAIN": "mg.example", "MAILGUN_WEBHOOK_SIGNING_KEY": "w"}}),
        ("anymail+postmark://t@?webhook_secret=us:them",
         {"ANYMAIL": {"IGNORE_UNSUPPORTED_FEATURES": True, "POSTMARK_SERVER_TOKEN": "t",
                      "WEBHOOK_SECRET": "us:them"}}),
    ],
)  # fmt: skip
def test_the_way(url: str, expected: dict[str, Any]) -> None:
    way = way_of(url)
    assert {name: way[name] for name in expected} == expected


@pytest.mark.parametrize(
    "url",
    ["anymail+mailgun://k@", "anymail+postmark://k@",
     "anymail+mailjet://k:s@", "anymail+brevo://k@", "anymail+resend://k@",
     "anymail+mailersend://k@", "anymail+sparkpost://k@"],
)  # fmt: skip
def test_each_provider_finds_its_key(url: str) -> None:
    with override_settings(**way_of(url)):
        assert get_connection()
