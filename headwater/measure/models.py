"""Django looks for models here; each lives in a file named for what it is."""

from headwater.measure.by_the_hour import KeptFigure
from headwater.measure.daily_snapshot import DailySnapshot, SnapshotDay
from headwater.measure.daily_sums import DailySum
from headwater.measure.influence_settings import InfluenceSettings
from headwater.measure.influence_sums import InfluenceSum
from headwater.measure.kept_answers import KeptAnswer
from headwater.measure.leak_settings import LeakSettings

__all__ = [
    "DailySnapshot", "DailySum", "InfluenceSettings", "InfluenceSum", "KeptAnswer", "KeptFigure",
    "LeakSettings", "SnapshotDay",
]  # fmt: skip
