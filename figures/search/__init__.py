"""What can be looked for: questions, pages, views, places, routes, programmes, published figures and words."""
