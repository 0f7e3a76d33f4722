"""Synthetic demonstration data, shaped after published facts (docs/demonstration_data.md says which)."""

from data_access.demonstration.load import load_demonstration

__all__ = ["load_demonstration"]
