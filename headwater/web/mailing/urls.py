"""Addresses of mail: for colleagues below /mail and /setup/mail, for readers without sign-in."""

from django.urls import path

from headwater.web.mailing import composing, events, public, sending_mail, suppressions, templates

urlpatterns = [
    path("mail/<str:object_name>/<int:pk>", composing.letter, name="letter"),
    path("mail/click/<str:token>", public.click, name="mail_click"),
    path("mail/open/<str:token>.gif", public.opening, name="mail_open"),
    path("mail/events/<slug:provider>", events.mail_events, name="mail_events"),
    path("setup/mail", sending_mail.sending_mail, name="sending_mail"),
    path("setup/mail/records", sending_mail.look_up, name="look_up_records"),
    path("setup/mail/settings", sending_mail.keep, name="keep_mail_settings"),
    path("setup/suppressions", suppressions.suppressions, name="suppressions"),
    path("setup/suppressions/new", suppressions.new_suppressions, name="new_suppressions"),
    path("setup/suppressions/<int:pk>/release", suppressions.releasing, name="release_suppression"),
    path("setup/templates", templates.template_list, name="mail_templates"),
    path("setup/templates/new", templates.new_template, name="new_mail_template"),
    path("setup/templates/preview", templates.preview, name="template_preview"),
    path("setup/templates/<int:pk>", templates.edit_template, name="mail_template"),
    path("setup/templates/<int:pk>/test", templates.test, name="template_test"),
    path("unsubscribe/<str:token>", public.unsubscription, name="unsubscribe"),
]
