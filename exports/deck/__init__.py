"""A deck of slides: native charts, tables and maps that can be edited, made from the panels of views."""
