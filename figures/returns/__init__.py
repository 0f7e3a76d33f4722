"""Figures of people who were on the way back when identified, of children alone and of smuggling, with their words."""
