"""The forms of a score rule and of what a version says besides its rules."""

from typing import Any

from django import forms

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.score.events import EVENTS
from headwater.score.grid import ENGAGEMENT_FLOORS, GRADES, LEVELS
from headwater.score.models import ScoreRule, ScoreRuleSet
from headwater.score.score_rule import Side
from headwater.web.routing import criteria

FIELDS = ("what", "interest", "is_per_interest")


class ScoreRuleForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody says or does, the points for it, their cap and their half-life."""

    event = forms.ChoiceField(
        required=False, label="Points for",
        choices=[("", "What the lead says (its fields)"),
                 *((kind, f"Each time: {label.lower()}") for kind, label in EVENTS.items())],
    )  # fmt: skip
    side = forms.ChoiceField(
        required=False, label="Counts as", choices=Side.choices,
        help_text="What somebody does always counts as engagement",
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = ScoreRule
        fields = (
            "name", "event", "side", "what", "interest", "is_per_interest", "points",
            "most_points", "half_life_days", "is_active",
        )  # fmt: skip
        labels = {
            "what": "Page, link or subject contains",
            "interest": "Product interest", "is_per_interest": "Each product interest apart",
            "points": "Points", "most_points": "At most, all together",
            "half_life_days": "Halve after days", "is_active": "On",
        }  # fmt: skip
        help_texts = {
            "points": "Negative ones count against it", "what": "Empty: any",
            "interest": "Empty: any", "most_points": "Empty: no cap",
            "half_life_days": "Empty: they stay",
        }  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        found = criteria.read(self.data)  # type: ignore[arg-type]
        text: str = found["where"]
        try:
            parse(text, "Lead")
        except CriteriaError as error:
            self.add_error(None, str(error))
        self.instance.criteria = text
        if cleaned.get("event"):
            cleaned["side"] = Side.ENGAGEMENT.value
        else:  # what belongs to behaviour alone is hidden then
            cleaned |= {"what": "", "interest": "", "is_per_interest": False}
            cleaned["side"] = cleaned.get("side") or Side.FIT.value
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        return super()._get_validation_exclusions() | {"key"}  # type: ignore[misc,no-any-return]


class GridForm(forms.Form):
    """Floors of the grades and levels, what qualifies, and the thresholds."""

    hot_threshold = forms.IntegerField(label="Hot from", help_text="Points in all")
    return_points = forms.IntegerField(label="Each further inquiry", help_text="Points")
    most_return_points = forms.IntegerField(label="All further inquiries", help_text="At most")

    def __init__(self, data: Any, rule_set: ScoreRuleSet) -> None:
        said = {
            "hot_threshold": rule_set.hot_threshold, "return_points": rule_set.return_points,
            "most_return_points": rule_set.most_return_points,
        }  # fmt: skip
        for name in self._numbers():
            kind, place = name.split("_")
            source = {"grade": rule_set.grade_floors, "level": rule_set.engagement_floors,
                      "until": rule_set.qualifying_levels}[kind]  # fmt: skip
            said[name] = source[int(place)]
        super().__init__(data, initial=said)
        for name in self._numbers():
            self.fields[name] = self._field(name)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """A grade with its floor and what qualifies."""
        return [
            {"grade": grade, "floor": self[f"grade_{n}"] if n < len(GRADES) - 1 else None,
             "until": self[f"until_{n}"]}
            for n, grade in enumerate(GRADES)
        ]  # fmt: skip

    @property
    def levels(self) -> list[Any]:
        return [self[f"level_{n}"] for n in range(len(ENGAGEMENT_FLOORS))]

    @property
    def settings(self) -> dict[str, Any]:
        """As the version keeps them."""
        said = self.cleaned_data
        return {
            **{name: said[name] for name in ("hot_threshold", "return_points",
                                             "most_return_points")},
            "grade_floors": [said[f"grade_{n}"] for n in range(len(GRADES) - 1)],
            "engagement_floors": [said[f"level_{n}"] for n in range(len(ENGAGEMENT_FLOORS))],
            "qualifying_levels": [int(said[f"until_{n}"]) for n in range(len(GRADES))],
        }  # fmt: skip

    @staticmethod
    def _numbers() -> list[str]:
        return [
            *(f"grade_{n}" for n in range(len(GRADES) - 1)),
            *(f"level_{n}" for n in range(len(ENGAGEMENT_FLOORS))),
            *(f"until_{n}" for n in range(len(GRADES))),
        ]

    @staticmethod
    def _field(name: str) -> forms.Field:
        kind, place = name.split("_")
        if kind == "grade":
            return forms.IntegerField(label=f"{GRADES[int(place)]} from fit points")
        if kind == "level":
            return forms.IntegerField(label=f"Level {int(place) + 1} from engagement points")
        words = {0: "Never", 1: "At level 1 only", 4: "At any level"}
        choices = [(n, words.get(n, f"At level 1 to {n}")) for n in (0, *LEVELS)]
        label = f"Grade {GRADES[int(place)]} is qualified"
        return forms.TypedChoiceField(label=label, choices=choices, coerce=int)
