"""Addresses of the public doors and of the pages about forms."""

from django.urls import path

from headwater.web.forms import deleting, embedding, list, pages, protecting, public, web_to_lead
from headwater.web.forms.counting import counted
from headwater.web.forms.kept_pages import shown_always

urlpatterns = [
    path("servlet/servlet.WebToLead", web_to_lead.receive, name="web_to_lead"),
    path("forms", list.form_list, name="forms"),
    path("forms/new", pages.new_form, name="new_form"),
    path("forms/new/preview", pages.preview, name="preview_new"),
    path("forms/new/row", pages.row, name="form_row"),
    path(
        "forms/<slug:slug>",
        counted(shown_always(public.form_page, also=public.thanks_page)),
        name="form",
    ),
    path("forms/<slug:slug>/thanks", shown_always(public.thanks_page), name="form_thanks"),
    path("forms/<slug:slug>/challenge", protecting.challenge, name="form_challenge"),
    path("forms/<slug:slug>.js", counted(shown_always(embedding.script)), name="form_script"),
    path(
        "forms/<slug:slug>/frame",
        counted(shown_always(public.frame, also=public.frame_thanks)),
        name="form_frame",
    ),
    path(
        "forms/<slug:slug>/frame/thanks",
        shown_always(public.frame_thanks),
        name="form_frame_thanks",
    ),
    path("forms/<slug:slug>/edit", pages.edit_form, name="edit_form"),
    path("forms/<slug:slug>/preview", pages.preview, name="preview_form"),
    path("forms/<slug:slug>/share", pages.share, name="form_share"),
    path("forms/<slug:slug>/copy", pages.copy_form, name="form_copy"),
    path("forms/<slug:slug>/deletion", deleting.delete_form, name="form_deletion"),
    path("forms/<slug:slug>/restoration", deleting.restore_form, name="form_restoration"),
]
