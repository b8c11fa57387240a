"""How Headwater is set up. Everything that differs between places comes from the environment.

| variable | meaning |
| --- | --- |
| `DATABASE_URL` | a PostgreSQL ≥ 15; without it the embedded one under the state folder is used |
| `DATABASE_REPLICA_URL` | a streaming replica of it; dashboards, reports and exports read there |
| `HEADWATER_REPLICA_SECONDS` | how far behind it may be to be read (default 30) |
| `HEADWATER_STATE` | folder of everything that is not in the database (default `.headwater`) |
| `HEADWATER_FILES` | folder of uploads, shared where there are several machines (default \
`files` in the state folder) |
| `HEADWATER_MODE` | `production` (default), `demo` or `development` |
| `SECRET_KEY` | signs sessions and links; required in production |
| `HEADWATER_HOSTS` | comma-separated host names that may be asked for (production) |
| `HEADWATER_URL` | the public address, for links in e-mails, e.g. `https://crm.example.com` |
| `HEADWATER_IMPORT_MB` | how large an uploaded file may be (default 500); the command takes any |
| `HEADWATER_IMPORT_PROCESSES` | how many bring a file in (default: one for each core, at most 4) |
| `HEADWATER_SPARK` | where `headwater match --engine spark` works (default `local[*]`) |
| `HEADWATER_HTTPS` | `1` when visitors come by https: cookies are then sent by https only |
| `HEADWATER_PROXY` | `1` behind a reverse proxy that sets `X-Forwarded-For` and `-Proto` |
| `EMAIL_URL` | `smtp://user:password@host:port` (or `smtps://`), or a provider's interface: \
`anymail+mailgun://KEY@?sender_domain=…`; where mail goes out (docs/mail-sending.md) |
| `EMAIL_FROM` | sender of automatic mail |
| `HEADWATER_WEBHOOK_NETWORKS` | private networks that webhooks may call: `10.1.0.0/16,::1/128` |
| `RECAPTCHA_SITE_KEY`, `RECAPTCHA_SECRET` | only for forms that ask Google; else set in Setup |
"""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from headwater.database.way import databases
from headwater.mail_way import way_of

MODE = os.environ.get("HEADWATER_MODE", "production")
DEBUG = MODE == "development"
STATE = Path(os.environ.get("HEADWATER_STATE", ".headwater")).absolute()
PUBLIC_URL = os.environ.get("HEADWATER_URL", "").rstrip("/")
BEHIND_PROXY = os.environ.get("HEADWATER_PROXY") == "1"
HTTPS = os.environ.get("HEADWATER_HTTPS") == "1"

# A missing key is refused by `headwater serve`; commands such as `migrate` work without one.
SECRET_KEY = os.environ.get("SECRET_KEY", "")
if not SECRET_KEY and MODE != "production":
    SECRET_KEY = "only-for-trying-out-never-for-production"  # noqa: S105
SECRET_KEY_GIVEN = bool(os.environ.get("SECRET_KEY"))
SECRET_KEY = SECRET_KEY or "missing"

ALLOWED_HOSTS = (
    ["*"]
    if MODE != "production"
    else [
        host.strip() for host in os.environ.get("HEADWATER_HOSTS", "localhost,127.0.0.1").split(",")
    ]
)

INSTALLED_APPS = [
    "headwater.structure",
    "headwater.people",
    "headwater.catalog",
    "headwater.records",
    "headwater.capture",
    "headwater.match",
    "headwater.route",
    "headwater.score",
    "headwater.nurture",
    "headwater.qualify",
    "headwater.convert",
    "headwater.merge",
    "headwater.measure",
    "headwater.tracking",
    "headwater.reporting",
    "headwater.advising",
    "headwater.recycling",
    "headwater.moving",
    "headwater.web",
    "headwater.api",
    "headwater.sample",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "oauth2_provider",
    "django_htmx",
    "lucide",
    "csp",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "headwater.web.forms.shortcut.PublicPostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "headwater.api.cross_origin.CrossOriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "headwater.web.gate.SignedInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "headwater.urls"
WSGI_APPLICATION = "headwater.wsgi.application"
APPEND_SLASH = False  # Salesforce clients send both; API routes accept either form themselves

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "headwater.web.shell.shell",
            ],
            "builtins": ["headwater.web.templatetags.words", "lucide.templatetags.lucide"],
        },
    }
]

DATABASES = databases(
    os.environ.get("DATABASE_URL", "postgresql://headwater@/headwater"),
    os.environ.get("DATABASE_REPLICA_URL", ""),
)
REPLICA_OLDEST = float(os.environ.get("HEADWATER_REPLICA_SECONDS", "30"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cache",
    }
}

# --- who may come in ---------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
    )
]
LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "headwater.web.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key"}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "headwater.web.refusals.csrf_failed"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

# A hostile body never reaches a parser larger than this (bytes); doors say so in plain words.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
IMPORT_LARGEST = int(os.environ.get("HEADWATER_IMPORT_MB", "500")) * 1024**2  # bytes
_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
IMPORT_PROCESSES = int(os.environ.get("HEADWATER_IMPORT_PROCESSES", "0")) or min(_cores, 4)

SPARK = os.environ.get("HEADWATER_SPARK", "local[*]")  # a master: this machine or a cluster

# --- words, times, files -----------------------------------------------------------------------
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600 if MODE == "production" else 0
MEDIA_ROOT = Path(os.environ.get("HEADWATER_FILES") or STATE / "files").absolute()

# --- mail ----------------------------------------------------------------------------------------
_way = way_of(os.environ.get("EMAIL_URL", ""))
EMAIL_PROVIDER: str = _way["EMAIL_PROVIDER"]  # '': a mail server
ANYMAIL: dict[str, Any] = _way["ANYMAIL"]
globals().update(_way)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "Headwater <headwater@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# --- spam ----------------------------------------------------------------------------------------
RECAPTCHA_SITE_KEY = os.environ.get("RECAPTCHA_SITE_KEY", "")
RECAPTCHA_SECRET = os.environ.get("RECAPTCHA_SECRET", "")
RECAPTCHA_VERIFY_URL = "https://www.google.com/recaptcha/api/siteverify"

# --- jobs and programs ----------------------------------------------------------------------------
PROCRASTINATE_IMPORT_PATHS = [
    "headwater.api.bulk.running",
    "headwater.capture.clearing",
    "headwater.capture.mail.polling",
    "headwater.capture.replay",
    "headwater.capture.suspicion.memory",
    "headwater.capture.suspicion.recaptcha",
    "headwater.nurture.auto_response",
    "headwater.qualify.answering",
    "headwater.qualify.following",
    "headwater.qualify.reminders",
    "headwater.converting.runs",
    "headwater.importing.deeds",
    "headwater.hygiene",
    "headwater.left_behind",
    "headwater.written",
    "headwater.telling",
    "headwater.overdue",
    "headwater.people.public_holidays",
    "headwater.match.base.deeds",
    "headwater.match.keys",
    "headwater.merge.stragglers",
    "headwater.route.alarms",
    "headwater.route.fired",
    "headwater.route.replaying",
    "headwater.route.turns",
    "headwater.tracking.forgetting",
    "headwater.tracking.gathering",
    "headwater.tracking.verdicts",
    "headwater.nurturing",
    "headwater.recycling.hourly",
    "headwater.weekly.kept",
    "headwater.weekly.over_time",
    "headwater.records.campaign_tally",
    "headwater.records.retention",
    "headwater.measure.by_the_hour",
    "headwater.measure.funnel",
    "headwater.measure.influence_sums",
    "headwater.measure.leak_letter",
    "headwater.measure.snapshots",
    "headwater.reporting.mailing",
    "headwater.reporting.prepared",
    "headwater.web.report_builder.files",
    "headwater.score.keeping_up",
    "headwater.score.replaying",
    "headwater.score.learning.estimating",
    "headwater.score.learning.versions",
    "headwater.score.rescore",
    "headwater.api.idempotency",
    "headwater.api.webhooks.replay",
    "headwater.api.webhooks.watching",
]
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER = {
    "ACCESS_TOKEN_EXPIRE_SECONDS": 7200,
    "SCOPES": {"api": "Read and write what you may", "refresh_token": "Stay connected"},
    "DEFAULT_SCOPES": ["api"],
    "PKCE_REQUIRED": True,
    "ALLOWED_REDIRECT_URI_SCHEMES": ["https", "http"],
    "ACCESS_TOKEN_GENERATOR": "headwater.api.tokens.new_token",
}

API_COUNT_SECONDS = 5.0  # calls of programs are counted in memory and written down this often

# Webhooks call public addresses only, and those of these networks.
_networks = os.environ.get(
    "HEADWATER_WEBHOOK_NETWORKS", "" if MODE == "production" else "127.0.0.0/8,::1/128"
)
WEBHOOK_NETWORKS = [ip_network(each.strip()) for each in _networks.split(",") if each.strip()]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {"headwater": {"level": "INFO"}},
}
