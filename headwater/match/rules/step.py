"""The journey's step behind recognising: what do the duplicate rules say about these inquiries?

Pure, but for rules with conditions. Who came in by themselves are never dropped: a rule that
blocks sets them aside for review, and who joins the lead of the same person makes no duplicate. A
program is refused, with what was found. The pairs that rules report are written behind it.
"""

from headwater.match import pairs
from headwater.match.rules import known
from headwater.match.rules.ask import likenesses, reason
from headwater.match.rules.decide import Decision, Finding, decide
from headwater.match.rules.duplicate_rule import API, PEOPLE, Action, side
from headwater.match.rules.known import Ruling
from headwater.match.rules.report import reported
from headwater.match.rules.sift import Question, sift
from headwater.match.rules.subject import Subject
from headwater.records.draft import Batch, Draft
from headwater.records.problem import Problem
from headwater.records.submission import State

CODE = "DUPLICATES_DETECTED"
FOUND = "duplicates"  # a draft's evidence: the decision about it


def obey(batch: Batch) -> None:
    """Set aside or refuse what a rule blocks; no query unless a rule with conditions is met."""
    rulings = [each for each in known.rules("Lead") if _acts(each, batch)]
    if not rulings:
        return
    drafts = [draft for draft in batch.live if _is_asked(draft)]
    country = batch.organization.country
    found = likenesses(rulings, [d.evidence.get("judged", ()) for d in drafts], country)
    questions = []
    for draft, alike in zip(drafts, found, strict=True):
        subject = Subject.of_values("Lead", draft.values, country)
        said = decide(rulings, batch.door, subject, alike)
        questions.append(Question(subject, draft.values, said))
    sift(questions, by=batch.by)
    for draft, question in zip(drafts, questions, strict=True):
        if question.findings:
            draft.evidence[FOUND] = question.decision
            _act(draft, question.decision, batch)


def report(batch: Batch) -> None:
    """Write the pairs that the rules ask for, of the leads that became one of their own."""
    found = [
        pair
        for draft in batch.new
        if draft.lead and FOUND in draft.evidence
        for pair in reported("Lead", draft.lead.pk, _untold(draft.evidence[FOUND].findings))
    ]
    pairs.write(found)


def _acts(ruling: Ruling, batch: Batch) -> bool:
    """What the match model alone finds, recognising has paired already."""
    if ruling.rule.action(batch.door, is_edit=False) != Action.ALLOW:
        return True
    has_own = any(not equation.asks_model for equation in ruling.equations)
    return has_own and ruling.reports(is_edit=False)


def _is_asked(draft: Draft) -> bool:
    """Joined ones make no duplicate; what a person let in is not set aside once more."""
    is_released = draft.submission is not None and draft.submission.is_released
    twin: Draft | None = draft.evidence.get("twin")
    joins = draft.lead is not None or (twin is not None and twin.lead is not None)
    return not joins and not is_released


def _act(draft: Draft, decision: Decision, batch: Batch) -> None:
    finding = decision.deciding
    if finding is None:
        return
    is_by_hand = side(batch.door) == PEOPLE  # the page has asked before it came here
    if side(batch.door) not in (API, PEOPLE):
        draft.outcome, draft.reason = State.QUARANTINED, reason(finding)
    elif finding.action == Action.BLOCK or not (is_by_hand or batch.saves_duplicates):
        draft.fail(Problem("", CODE, decision.text))


def _untold(findings: tuple[Finding, ...]) -> list[Finding]:
    """Without what recognising has paired by itself."""
    return [f.among(hit for hit in f.hits if not hit.equation.asks_model) for f in findings]
