"""One figure alone in the page of somebody else: who may show it so, and what it shows."""
