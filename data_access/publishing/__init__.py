"""From cases to a release: coding, measurement, noise, ledger and manifest."""
