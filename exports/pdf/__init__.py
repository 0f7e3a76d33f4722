"""Briefs, reports and views as PDF/UA documents."""
