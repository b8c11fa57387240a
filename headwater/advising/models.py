"""Django looks for models here; each lives in a file named for what it is."""

from headwater.advising.advice_rule import AdviceRule, Definition

__all__ = ["AdviceRule", "Definition"]
