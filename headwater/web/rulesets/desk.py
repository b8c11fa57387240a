"""Where a draft of rules is worked at: every deed with Undo, then published or dropped."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from headwater.people.models import User
from headwater.records.problem import Refused
from headwater.rulesets.drafts import Overtaken, fingerprint
from headwater.web import toasts
from headwater.web.records import undo
from headwater.web.routing import criteria
from headwater.web.setup.access import asker

State = dict[str, Any] | None


class Desk:
    """One kind of rules: the modules of its verb, `drafts` and `rules`, and its page.

    `again` is the address that publishes an older version anew, `kind` the deed for Undo.
    """

    def __init__(self, drafts: Any, rules: Any, *, page: str, again: str, kind: str) -> None:
        self._drafts, self._rules = drafts, rules
        self._page, self._again, self._kind = page, again, kind
        undo.undoes(kind)(self._undone)

    @property
    def page(self) -> str:
        """The address of the rules that are in force."""
        return reverse(self._page)

    @property
    def draft_page(self) -> str:
        """The address of the draft."""
        return f"{self.page}?view=draft"

    def find(self, key: UUID) -> Any:
        """The rule of the draft, or of the published version where there is none."""
        there = self._rules.rules_of(self._drafts.current() or self._rules.current())
        return next((rule for rule in there if rule.key == key), None)

    def edit(
        self, request: HttpRequest, form_class: Any, template: str, key: UUID | None = None
    ) -> HttpResponse:
        """Change the rule of this key, or make one; without a draft, the first change makes one."""
        found = self.find(key) if key else None
        if key and found is None and request.method != "POST":
            raise Http404("This rule is not among them any more.")
        # Somebody may have removed it while it was being edited: what was typed is not lost.
        made = form_class.Meta.model
        rule = found or (made(key=key) if key else made())
        seen = fingerprint(rule) if found else ""
        name, overtaken = rule.name, ""
        form = form_class(request.POST or None, instance=rule, initial={"seen": seen})
        if request.method == "POST" and form.is_valid():
            changed, before = form.save(commit=False), self._drafts.state()
            try:
                self._drafts.put(changed, by=asker(request), seen=form.cleaned_data["seen"])
                return self.said(request, f"Saved “{changed.name}” in the draft", before)
            except Refused as refused:
                form.add_error(None, str(refused))
            except Overtaken as news:
                overtaken = str(news)
                form.data = request.POST.copy()
                form.data["seen"] = seen
        builder = criteria.read(request.POST) if request.method == "POST" else None
        context = {
            "form": form, "rule": rule, "is_new": found is None, "name": name,
            "overtaken": overtaken, "builder": builder or criteria.shown(rule.criteria),
        }  # fmt: skip
        return render(request, template, context, status=422 if form.is_bound else 200)

    def move(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """One place up (`by=-1`) or down (`by=1`)."""
        step = -1 if request.POST.get("by") == "-1" else 1
        return self.done(request, lambda user: f"Moved “{self._drafts.move(key, step, by=user)}”")

    def switch(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """On (`on=1`) or off."""
        is_on = request.POST.get("on") == "1"

        def deed(user: User) -> str:
            name = self._drafts.switch(key, is_on, by=user)
            return f"“{name}” is switched {'on' if is_on else 'off'}"

        return self.done(request, deed)

    def remove(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Leave a rule out of the draft."""
        return self.done(request, lambda user: f"Left out “{self._drafts.remove(key, by=user)}”")

    def done(self, request: HttpRequest, deed: Callable[[User], str]) -> HttpResponse:
        """Do `deed` and say its words, with Undo; or say who was faster."""
        before = self._drafts.state()
        try:
            return self.said(request, deed(asker(request)), before)
        except Overtaken as news:
            toasts.say(request, str(news), kind="bad")
        return toasts.done(request, self.draft_page)

    def said(self, request: HttpRequest, words: str, before: State) -> HttpResponse:
        """Say what was done to a draft that was `before`."""
        draft = self._drafts.current()
        revision = draft.revision if draft else 0
        back = undo.offer(request, self._kind, before=before, revision=revision)
        toasts.say(request, f"{words}.", undo_url=back)
        return toasts.done(request, self.draft_page)

    def publish(self, request: HttpRequest, soon: str = "") -> HttpResponse:
        """Publish the draft that was seen (`revision`) over the version that was seen (`over`)."""
        note = request.POST.get("note", "").replace("\x00", "").strip()[:300]
        if self._drafts.current() is None:
            words = "There is no draft any more: it was published or dropped."
            toasts.say(request, words, kind="bad")
            return toasts.done(request, self.page)
        self._drafts.note(note)
        if not note:
            return self._refused(request, "Say in a few words why, for the record.")
        seen = {name: _number(request, name) for name in ("revision", "over")}
        try:
            published = self._drafts.publish(by=asker(request), note=note, **seen)
        except (Overtaken, Refused) as news:
            return self._refused(request, str(news))
        words = f"Version {published.version} is in force.{soon}"
        toasts.say(request, words, undo_url=self._back_to(seen["over"]))
        return toasts.done(request, self.page)

    def drop(self, request: HttpRequest) -> HttpResponse:
        """Drop the draft; Undo brings it back."""
        before = self._drafts.state()
        self._drafts.discard()
        back = undo.offer(request, self._kind, before=before, revision=0)
        toasts.say(request, "The draft is dropped.", undo_url=back)
        return toasts.done(request, self.page)

    def again(self, request: HttpRequest, version: int, also: Callable[[Any], str]) -> HttpResponse:
        """Make an older version the newest: a change is taken back at once. `also(published)`
        says what follows."""
        before = self._rules.current()
        older = get_object_or_404(type(before), version=version)
        try:
            published = self._drafts.again(older, by=asker(request))
        except Refused as refused:
            toasts.say(request, str(refused), kind="bad")
            return toasts.done(request, self.page)
        words = f"Back to version {version}: version {published.version} is in force."
        back = self._back_to(before.version or 0)
        toasts.say(request, words + also(published), undo_url=back)
        return toasts.done(request, self.page)

    def _refused(self, request: HttpRequest, words: str) -> HttpResponse:
        toasts.say(request, words, kind="bad", seconds=20)
        return toasts.done(request, self.draft_page)

    def _back_to(self, version: int) -> str:
        return reverse(self._again, args=[version])

    def _undone(self, user: User, *, before: State, revision: int) -> str:
        if not user.can_configure:
            return "Only an admin changes Setup."
        try:
            self._drafts.restore(before, by=user, revision=revision)
        except Overtaken as news:
            return str(news)
        return "Undone."


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1
