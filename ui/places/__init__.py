"""The parts of the Places page."""
