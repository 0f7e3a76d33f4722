"""The choice between the views of a page."""

import streamlit as st


def choose_view(key: str, title: str, views: dict[str, str]) -> str:
    """Draw the choice between the views of a page (code -> label; the first is the default) and return the chosen code.

    The choice starts from the address; write it back with ui.shell.address.write_address under "view".
    """
    asked = st.query_params.get("view")
    if key not in st.session_state:
        st.session_state[key] = asked if asked in views else next(iter(views))
    return str(
        st.segmented_control(
            title, list(views), format_func=lambda code: views[code], key=key, required=True, persist_state="session"
        )
    )
