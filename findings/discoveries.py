"""Which of many changes are told apart from chance, and how far each may be off: at most one in twenty is false."""

import pandas as pd
from scipy.stats import false_discovery_control
from scipy.stats import t as student

FALSE = 0.05


def margins(p_values: pd.Series, errors: pd.Series, freedom: float) -> pd.Series:
    """How far each change may be off so that it is told apart from none exactly where `discovered` tells it: intervals
    that miss one change in twenty of those told apart (Benjamini and Yekutieli 2005), by Student's t."""
    found = max(int(discovered(p_values).sum()), 1)
    away: pd.Series = errors * student.isf(FALSE * found / max(p_values.notna().sum(), 1) / 2, freedom)
    return away


def discovered(p_values: pd.Series) -> pd.Series:
    """Which of them survive a false discovery rate of 5 %; missing ones do not."""
    known = p_values.notna()
    found = pd.Series(False, index=p_values.index)
    if known.any():
        found[known] = false_discovery_control(p_values[known].to_numpy(dtype=float)) <= FALSE
    return found
