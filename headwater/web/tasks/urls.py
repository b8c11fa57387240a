"""Addresses of tasks."""

from django.urls import path

from headwater.web.tasks import deeds, list, one

urlpatterns = [
    path("tasks", list.tasks, name="tasks"),
    path("tasks/selection/completion", deeds.completion, name="tasks_completion"),
    path("tasks/selection/delay", deeds.delay, name="tasks_delay"),
    path("tasks/<int:pk>", one.task, name="task"),
    path("tasks/<int:pk>/delay", deeds.delay_one, name="task_delay"),
    path("tasks/<int:pk>/repetition", deeds.repetition, name="task_repetition"),
]
