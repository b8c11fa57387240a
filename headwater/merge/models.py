"""Django looks for models here."""

from headwater.merge.act import Merge

__all__ = ["Merge"]
