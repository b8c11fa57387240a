"""What counts as configuration, in the order in which it is taken: what is named comes first."""

from headwater.catalog import custom
from headwater.catalog.models import CustomField, PicklistValue
from headwater.config import checks
from headwater.config.rule_sets import RuleSet
from headwater.config.table import Part, Table
from headwater.convert.mapping import FieldMapping
from headwater.match.models import DuplicateRule, MatchingRule, MatchingRuleItem
from headwater.nurture.models import MailTemplate
from headwater.people.models import BusinessHours, Holiday, Organization, Queue, Team, User
from headwater.qualify.models import ClockPolicy
from headwater.records.models import LeadStatus, OpportunityStage
from headwater.route import rules as routing
from headwater.route.models import AssignmentRule, AssignmentRuleSet
from headwater.score import rules as scoring
from headwater.score.models import ScoreRule, ScoreRuleSet

# Who somebody is, is theirs; how leads are shared out among them is decided here.
SHARES = ("team", "business_hours", "turn_weight", "most_open_leads", "most_leads_a_day", "skills")

SECTIONS: tuple[Table | RuleSet, ...] = (
    Table(
        "fields", CustomField, ("object_name", "name"), "field", check=checks.custom_field,
        after=custom.forget, is_kept=True,
    ),
    Table("picklists", PicklistValue, ("picklist", "value")),
    Table(
        "hours", BusinessHours, one="calendar",
        parts=(Part("holidays", Holiday, "business_hours"),),
    ),
    Table("teams", Team),
    Table(
        "members", User, ("email",), "user", telling=SHARES, only={"is_active": True},
        is_given=True,
    ),
    Table("queues", Queue, without=frozenset({"kind"})),
    Table(
        "organization", Organization, (), "organization",
        without=frozenset({"created_at", "reply_address"}),
    ),
    Table("statuses", LeadStatus, one="status", check=checks.status),
    Table("stages", OpportunityStage, one="stage"),
    Table("mappings", FieldMapping, ("object_name", "field"), "mapping", check=checks.mapping),
    Table("templates", MailTemplate, ("key",), "template", check=checks.template),
    Table("clocks", ClockPolicy, one="promise", check=checks.clock),
    Table(
        "matching_rules", MatchingRule, ("developer_name",), "matching_rule",
        only={"is_deleted": False},
        parts=(Part("items", MatchingRuleItem, "matching_rule", "sort_order"),),
    ),
    Table(
        "duplicate_rules", DuplicateRule, ("developer_name",), "duplicate_rule",
        only={"is_deleted": False}, check=checks.duplicate_rule,
    ),
    RuleSet("assignment_rules", AssignmentRuleSet, AssignmentRule, routing.publish),
    RuleSet(
        "score_rules", ScoreRuleSet, ScoreRule, scoring.publish,
        ("hot_threshold", "return_points", "most_return_points"),
    ),
)  # fmt: skip
