"""The tables of this room."""

from headwater.reporting.export_file import ExportFile, ExportPiece
from headwater.reporting.report import Report

__all__ = ["ExportFile", "ExportPiece", "Report"]
