from pathlib import Path

import pandas as pd
import pytest

CASES = Path(__file__).parents[2].parent / "shared" / "cases"


@pytest.fixture
def case():
    """Read one file of published answers, or skip where they are not kept."""

    def read(name: str) -> pd.DataFrame:
        path = CASES / name
        if not path.exists():
            pytest.skip(f"the published case {name} is not kept beside this copy of the project")
        return pd.read_csv(path)

    return read
