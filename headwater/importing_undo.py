"""x"""

from headwater.importing_run import Report
from headwater.records.models import ImportJob


def undo(job: ImportJob, report: Report) -> None:
    """."""
