"""Django looks for models here; each lives in a file named for what it is."""

from headwater.convert.mapping import FieldMapping

__all__ = ["FieldMapping"]
