"""Addresses of accounts."""

from django.urls import path

from headwater.web.accounts import families, pages

urlpatterns = [
    path("accounts", pages.accounts, name="accounts"),
    path("accounts/new", pages.new_account, name="new_account"),
    path("accounts/families", families.families, name="families"),
    path("accounts/<int:pk>", pages.account, name="account"),
    path("accounts/<int:pk>/parent", families.set_parent, name="set_parent"),
    path("accounts/<int:pk>/parent/refusal", families.refuse_parent, name="refuse_parent"),
    path("records/<str:object_name>/<int:pk>/belonging", families.belonging, name="belonging"),
    path(
        "records/<str:object_name>/<int:pk>/household",
        families.make_household,
        name="make_household",
    ),
    path(
        "records/<str:object_name>/<int:pk>/household/refusal",
        families.refuse_household,
        name="refuse_household",
    ),
]
