"""The frozen edition: the pages of a public release as files that need no server, no network and no script."""
