"""Fields: the standard ones to look at, the organisation's own to add and change."""

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from headwater.catalog import custom, objects, standard, values
from headwater.catalog.models import CustomField
from headwater.convert import mapping
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note


class FieldForm(forms.ModelForm):  # type: ignore[type-arg]
    """A field's label and rules; its type and API name stay once it exists."""

    choices_text = forms.CharField(
        label="Choices", required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For picklists: one a line",
    )  # fmt: skip

    default_text = forms.CharField(
        label="Default",
        required=False,
        help_text="What a new record holds unless it says otherwise",
    )

    class Meta:
        model = CustomField
        fields = ("label", "type", "length", "scale", "is_required", "is_unique", "is_external_id",
                  "is_restricted", "help_text")  # fmt: skip
        labels = {
            "scale": "Decimals", "is_required": "Required", "is_unique": "Unique",
            "is_external_id": "External id (for upserts)",
            "is_restricted": "Only values of the list",
        }  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["choices_text"] = "\n".join(self.instance.choices)
        if self.instance.default is not None:
            self.initial["default_text"] = self.instance.default
        if self.instance.pk:
            self.fields["type"].disabled = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        choices = [line.strip() for line in cleaned.get("choices_text", "").splitlines()]
        cleaned["choices"] = list(dict.fromkeys(line for line in choices if line))
        if cleaned.get("type") in ("picklist", "multipicklist") and not cleaned["choices"]:
            self.add_error("choices_text", "A picklist needs at least one choice.")
        cleaned["default"] = self._default(cleaned)
        self._keep_the_map(cleaned)
        return cleaned

    def _keep_the_map(self, cleaned: dict[str, Any]) -> None:
        """What conversions carry has to fit on both sides; who changes it takes it off first."""
        if not self.instance.pk or self.errors:
            return
        told = {name: cleaned[name] for name in (*FieldForm.Meta.fields, "choices")}
        changed = CustomField(name=self.instance.name, precision=self.instance.precision, **told)
        if why := mapping.broken_by(self.instance.object_name, custom.described(changed)):
            self.add_error(None, why)

    def _default(self, cleaned: dict[str, Any]) -> Any:
        """The default as the field would hold it; None where there is none."""
        text = cleaned.get("default_text", "")
        if not text or not cleaned.get("type"):
            return None
        told = {
            name: cleaned[name] for name in (*FieldForm.Meta.fields, "choices") if name in cleaned
        }
        try:
            return values.stored(values.fit(custom.described(CustomField(**told)), text))
        except values.Unfit as unfit:
            self.add_error("default_text", str(unfit))
            return None


def field_list(request: HttpRequest) -> HttpResponse:
    """Every field of one object (`?object=Lead`), own ones first."""
    names = sorted(standard.WITH_CUSTOM_FIELDS)
    chosen = request.GET.get("object", "Lead")
    if chosen not in names:
        raise Http404("This object has no fields to show.")
    ids = dict(CustomField.objects.filter(object_name=chosen).values_list("name", "pk"))
    fields = sorted(objects.get(chosen).fields.values(), key=lambda field: not field.is_custom)
    context = {
        "names": names, "chosen": chosen, "may": asker(request).can_configure,
        "lines": [(field, ids.get(field.name)) for field in fields],
    }  # fmt: skip
    return render(request, "setup/fields.html", context)


@for_admins
def new_field(request: HttpRequest, object_name: str) -> HttpResponse:
    """One more field; its API name follows from the label."""
    if object_name not in standard.WITH_CUSTOM_FIELDS:
        raise Http404("Fields cannot be added to this object.")
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        settings = {name: form.cleaned_data[name] for name in FieldForm.Meta.fields}
        settings |= {name: form.cleaned_data[name] for name in ("choices", "default")}
        label, kind = settings.pop("label"), settings.pop("type")
        try:
            field = custom.define(object_name, label, kind, **settings)
        except ValueError as error:
            form.add_error("label", str(error))
        else:
            return _saved(request, field, "field.created")
    return _show(request, form, f"New field of {object_name}")


@for_admins
def edit_field(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a field of one's own."""
    field = get_object_or_404(CustomField, pk=pk)
    form = FieldForm(request.POST or None, instance=field)
    if request.method == "POST" and form.is_valid():
        field.choices, field.default = form.cleaned_data["choices"], form.cleaned_data["default"]
        form.save()
        custom.forget()
        return _saved(request, field, "field.changed")
    return _show(request, form, f"{field.label}, {field.name}")


def _saved(request: HttpRequest, field: CustomField, event: str) -> HttpResponse:
    note(event, field, by=asker(request))
    toasts.say(request, f"Saved {field.label} as {field.name}.")
    return toasts.done(request, f"{reverse('fields')}?object={field.object_name}")


def _show(request: HttpRequest, form: FieldForm, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "action": request.path}
    return render(
        request, "setup/definition_form.html", context, status=422 if form.is_bound else 200
    )
