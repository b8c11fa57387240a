"""Django looks for models here; each lives in a file named for what it is."""

from headwater.measure.influence_settings import InfluenceSettings
from headwater.measure.influence_sums import InfluenceSum

__all__ = ["InfluenceSettings", "InfluenceSum"]
