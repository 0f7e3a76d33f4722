"""The Present page: stories as slides that fill the screen, the list of stories, and one's own."""
