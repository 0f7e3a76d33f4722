"""Read files that others made into the case database: HTCDS, CTDC, programme results, population."""

from data_access.importing.command import import_files
from data_access.importing.templates.template import write_template

__all__ = ["import_files", "write_template"]
