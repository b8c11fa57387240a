"""PostgreSQL's percentiles, as an aggregate of the ORM."""

from typing import Any

from django.db.models import Aggregate, FloatField


class Percentile(Aggregate):
    """PostgreSQL's percentile_cont: the value below which `share` of the rows lie."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: object, share: float, **extra: Any) -> None:
        super().__init__(expression, share=share, **extra)
