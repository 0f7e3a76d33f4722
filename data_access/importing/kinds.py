"""What files and their rows hold."""

from typing import Literal

FileKind = Literal["csv.gz", "csv", "xlsx", "xml"]
StepKind = Literal["events", "services", "justice"]
CaseKind = Literal["cases", StepKind]  # what a sheet of a file of cases holds
RowKind = Literal[CaseKind, "rows"]  # those of other files are all of one kind
