"""Addresses of accounts."""

from django.urls import path

from headwater.web.accounts import pages

urlpatterns = [
    path("accounts", pages.accounts, name="accounts"),
    path("accounts/new", pages.new_account, name="new_account"),
    path("accounts/<int:pk>", pages.account, name="account"),
]
