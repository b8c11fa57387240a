"""Django looks for models here."""

from headwater.match.match_key import MatchKey

__all__ = ["MatchKey"]
