from django.apps import AppConfig


class MergeConfig(AppConfig):
    name = "headwater.merge"
