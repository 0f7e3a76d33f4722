"""What the server does around Streamlit's: limits of what one visitor may ask, sign-in, and whose turn it is."""
