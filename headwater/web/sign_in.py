"""Who may come in: django-allauth with e-mail and password, throttled, and no sign-up."""

from allauth.account import views
from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.urls import path, re_path

from headwater.web import refusals


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Administrators make accounts; nobody makes their own."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "No one signs in with that e-mail address and password.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Without the host's name in brackets."""
        return subject.strip()

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Back to the door."""
        return "/sign-in"

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to work."""
        return "/"


def no_sign_up(request: HttpRequest) -> HttpResponse:
    """allauth asks for this URL's name; there is nothing behind it."""
    return refusals.not_found(request)


# The names are allauth's; it reverses them itself.
urlpatterns = [
    path("sign-in", views.login, name="account_login"),
    path("sign-out", views.logout, name="account_logout"),
    path("sign-up", no_sign_up, name="account_signup"),
    path("password", views.password_change, name="account_change_password"),
    path("password/set", views.password_set, name="account_set_password"),
    path("password/confirm", views.reauthenticate, name="account_reauthenticate"),
    path("password/reset", views.password_reset, name="account_reset_password"),
    path("password/reset/sent", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done",
        views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("sign-in/closed", views.account_inactive, name="account_inactive"),
]
