"""Django looks for models here; each lives in a file named for what it is."""

from headwater.measure.influence_settings import InfluenceSettings

__all__ = ["InfluenceSettings"]
