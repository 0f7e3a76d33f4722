"""Code lists: of cases, of releases, of IATI."""
