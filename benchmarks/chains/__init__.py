"""Models of `analysis/` fitted again by Markov chains, to compare: needs requirements-chains.txt."""
