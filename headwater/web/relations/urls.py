"""Addresses of what one does with any record beside leads."""

from django.urls import path, register_converter

from headwater.web.relations import deeds


class Related:
    """An object whose page this room draws."""

    regex = "Account|Contact|Opportunity|Campaign"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Related, "related")
urlpatterns = [
    path("records/<related:object_name>/<int:pk>/owner", deeds.owner, name="record_owner"),
    path("records/<related:object_name>/<int:pk>/tasks", deeds.task, name="record_tasks"),
    path("records/<related:object_name>/<int:pk>/notes", deeds.note, name="record_notes"),
    path("records/<related:object_name>/<int:pk>/deletion", deeds.deletion, name="record_deletion"),
]
