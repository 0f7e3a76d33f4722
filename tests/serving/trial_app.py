"""Streamlit's own server of a small page, with what serve.py puts around it: `uvicorn tests.serving.trial_app:app`."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from serving.message_batches import send_in_batches
from serving.run_gate import take_turns
from serving.session_limits import SessionLimits

app = st.App(Path(__file__).with_name("trial_script.py"), middleware=[Middleware(SessionLimits)])
take_turns()
send_in_batches()
