from django.apps import AppConfig


class QualifyConfig(AppConfig):
    name = "headwater.qualify"
