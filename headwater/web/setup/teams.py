"""/setup/teams: how each team shares its leads, and what of it depends on its members."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.people.models import Team, User
from headwater.people.sharing import visible_owner_ids
from headwater.people.skills import KINDS, tags
from headwater.people.standing import moment
from headwater.route import load
from headwater.route.load import Load
from headwater.route.models import RoundRobin
from headwater.route.pools import Pools
from headwater.route.round_robin import members
from headwater.web import toasts
from headwater.web.setup.access import asker, for_admins, note

SHARED = ("turn_weight", "most_open_leads", "most_leads_a_day", "is_taking_leads")


@dataclass(frozen=True, slots=True)
class Member:
    """One member as the page shows them; `share` in percent of those who are there.

    How many leads somebody has is told to whoever may see those leads (`is_seen`), who is next to
    whoever sees all of the team's.
    """

    user: User
    share: int
    open_count: int
    today_count: int
    why_not: str
    is_next: bool
    is_seen: bool
    skills: list[tuple[str, str]]


class MemberForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a team's turns ask of one person."""

    skill_language = forms.CharField(label="Languages", required=False)
    skill_territory = forms.CharField(label="Territories", required=False)
    skill_product = forms.CharField(label="Products", required=False)
    skill_segment = forms.CharField(label="Segments", required=False)

    class Meta:
        model = User
        fields = SHARED
        labels = {"turn_weight": "Weight", "is_taking_leads": "Takes new leads"}
        help_texts = {
            "turn_weight": "With 2, twice as many leads as with 1",
            "most_open_leads": "Empty: no limit",
            "most_leads_a_day": "Empty: no limit",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in KINDS:
            self.initial[f"skill_{kind}"] = ", ".join(self.instance.skills.get(kind, ()))
        hint = "With commas between, as leads say it: fr, de"
        self.fields["skill_language"].help_text = hint

    def skills(self) -> dict[str, list[str]]:
        """Kind → tags; a kind without any is left out."""
        said = {kind: tags(self.cleaned_data[f"skill_{kind}"]) for kind in KINDS}
        return {kind: known for kind, known in said.items() if known}


@require_safe
def teams(request: HttpRequest) -> HttpResponse:
    """Every team with its members as they stand now."""
    now, seen = timezone.now(), visible_owner_ids(asker(request))
    with moment():
        everybody = [user for people in members().values() for user in people]
        counted, rounds = load.counted(everybody, now), RoundRobin.objects.in_bulk()
        shown = [
            (team, _lines(members().get(team.pk, ()), counted, rounds.get(team.pk), now, seen))
            for team in Team.objects.all()
        ]
    context = {"teams": shown, "may": asker(request).can_configure}
    return render(request, "teams/teams.html", context)


@for_admins
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the weight, the limits and the tags of one member."""
    user = get_object_or_404(User, pk=pk)
    form = MemberForm(request.POST or None, instance=user, auto_id="dialog_%s")
    if request.method == "POST" and form.is_valid():
        _save(form, by=asker(request))
        toasts.say(request, f"Saved {user.name}. It counts from the next lead on.")
        return toasts.done(request, reverse("teams"))
    status = 422 if form.is_bound else 200
    context = {"form": form, "member": user}
    return render(request, "teams/member.html", context, status=status)


def _lines(
    people: Sequence[User], counted: Load, row: RoundRobin | None, now: datetime,
    seen: frozenset[int] | None,
) -> list[Member]:  # fmt: skip
    pools = Pools.in_memory(now)
    why = {user.id: pools.why_not(user) or counted.why_full(user, now) for user in people}
    weights = {user.id: user.turn_weight for user in people if not why[user.id]}
    following = (row or RoundRobin()).round.next(weights) if weights else 0
    sees_all = seen is None or seen.issuperset(user.id for user in people)
    total = sum(user.turn_weight for user in people if user.is_active)
    lines = []
    for user in people:
        is_seen = seen is None or user.id in seen
        share = weights.get(user.id, 0) / sum(weights.values()) if sees_all and weights else (
            user.turn_weight / total if total else 0
        )  # fmt: skip
        skills = [(KINDS[kind], ", ".join(s)) for kind, s in user.skills.items() if kind in KINDS]
        why_not = why[user.id].removeprefix("is ") if is_seen else ""
        lines.append(Member(
            user, round(100 * share), counted.open_of(user.id), counted.today[user.id], why_not,
            sees_all and user.id == following, is_seen, skills,
        ))  # fmt: skip
    return [line for line in lines if line.user.is_active]


def _save(form: MemberForm, *, by: User) -> None:
    """Only what was changed is written: they may be changing their own details right now."""
    user: User = form.instance
    before, after = user.skills, form.skills()
    changed = [name for name in form.changed_data if name in SHARED]
    changes = {
        name: [str(form.initial[name] or ""), str(form.cleaned_data[name] or "")]
        for name in changed
    }
    if after != before:
        user.skills = after
        changes["skills"] = [_told(before), _told(after)]
        changed.append("skills")
    if changed:
        user.save(update_fields=changed)
        note("user.changed", user, by=by, changes=changes)


def _told(skills: dict[str, list[str]]) -> str:
    return "; ".join(f"{kind}: {', '.join(said)}" for kind, said in skills.items())
