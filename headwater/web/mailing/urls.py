"""Addresses of mail: for colleagues below /mail and /setup/mail, for readers without sign-in."""

from django.urls import path

from headwater.web.mailing import composing, public

urlpatterns = [
    path("mail/<str:object_name>/<int:pk>", composing.letter, name="letter"),
    path("mail/click/<str:token>", public.click, name="mail_click"),
    path("mail/open/<str:token>.gif", public.opening, name="mail_open"),
    path("unsubscribe/<str:token>", public.unsubscription, name="unsubscribe"),
]
