"""Django looks for models here; each lives in a file named for what it is."""

from headwater.catalog.custom import CustomField, ExternalId
from headwater.catalog.picklists import PicklistValue

__all__ = ["CustomField", "ExternalId", "PicklistValue"]
