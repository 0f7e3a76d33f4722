"""Programmes, their results and costs, in figures and words."""
