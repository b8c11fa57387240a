"""Addresses of accounts."""

from django.urls import path

from headwater.web.accounts import families, households, pages, person, tree

urlpatterns = [
    path("accounts", pages.accounts, name="accounts"),
    path("accounts/new", pages.new_account, name="new_account"),
    path("accounts/families", families.families, name="families"),
    path("accounts/<int:pk>", pages.account, name="account"),
    path("accounts/people/new", person.new_person, name="new_person"),
    path("accounts/households/new", households.new_household, name="new_household"),
    path("accounts/<int:pk>/hierarchy", tree.hierarchy, name="hierarchy"),
    path("accounts/<int:pk>/branch", tree.branch, name="account_branch"),
    path("accounts/<int:pk>/name", households.rename, name="rename_account"),
    path("accounts/<int:pk>/members", households.member, name="new_member"),
    path("accounts/<int:pk>/members/<int:contact>/leave", households.leave, name="leave_household"),
    path(
        "accounts/<int:pk>/people/<int:contact>/primary", households.primary, name="primary_contact"
    ),
    path("accounts/<int:pk>/parent", tree.parent, name="set_parent"),
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
