"""Stands in until the overview is written: says whether there is a release to show."""

import streamlit as st

from data_access.release import active_release_id, read_release_database

st.title("Human trafficking in Afghanistan and its region")
st.write(f"Release {active_release_id(read_release_database())} is active.")
