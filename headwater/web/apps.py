from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "headwater.web"
