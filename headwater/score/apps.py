from django.apps import AppConfig


class ScoreConfig(AppConfig):
    name = "headwater.score"
