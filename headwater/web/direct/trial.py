"""What the advisor would have said of the last inquiries, one line each."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from headwater.advising.looking_back import look_back
from headwater.web.setup.access import asker


def trial(request: HttpRequest) -> HttpResponse:
    """GET /setup/leads-or-direct/tried?way=lead&rule=3: the last 200 that the person sees."""
    tried = look_back(asker(request))
    way, rule = request.GET.get("way", ""), request.GET.get("rule", "")
    shown = [
        (lead, advice) for lead, advice in tried.lines
        if way in ("", "direct" if advice.is_direct else "lead")
        and rule in ("", str(advice.rule.pk if advice.rule else 0))
    ]  # fmt: skip
    named = next((advice.rule for _, advice in shown if advice.rule and rule), None)
    context = {"tried": tried, "shown": shown, "way": way, "rule": named}
    return render(request, "direct/trial.html", context)
