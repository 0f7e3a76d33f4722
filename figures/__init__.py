"""Figures and their words, without Streamlit: for pages, slides, reports and files alike."""
