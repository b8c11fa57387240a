"""Where clients send people to ask for their consent; before the addresses of the API."""

from django.urls import re_path

from headwater.web.consent_to_clients import page

urlpatterns = [re_path(r"^services/oauth2/authorize/?$", page.authorize, name="authorize_client")]
