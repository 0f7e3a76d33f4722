"""What figures of several subjects share: colours, plots, maps, names of codes, rows and words."""
