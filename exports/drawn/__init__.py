"""Figures as vector drawings, and documents, without a browser: Plotly and Typst in one worker process."""
