"""The tables of this room."""

from headwater.recycling.rule import RecycleRule
from headwater.recycling.way_back import WayBack

__all__ = ["RecycleRule", "WayBack"]
