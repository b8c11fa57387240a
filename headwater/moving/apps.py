from django.apps import AppConfig


class MovingConfig(AppConfig):
    name = "headwater.moving"
