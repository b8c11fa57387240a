"""Django looks for models here; each lives in a file named for what it is."""

from headwater.convert.conversion_rule import ConversionRule
from headwater.convert.conversion_settings import ConversionSettings
from headwater.convert.mapping import FieldMapping

__all__ = ["ConversionRule", "ConversionSettings", "FieldMapping"]
