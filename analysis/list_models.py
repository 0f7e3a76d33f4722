"""Log-linear models of lists: sets of interactions, and how they are written and read."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

Terms = str | Sequence[str | Sequence[str | int]]
Model = frozenset[int]
"""The interactions beyond the main effects, each a bit mask of its lists; closed under taking subsets."""


def hierarchical_models(lists: int) -> list[Model]:
    """Every hierarchical model of this many lists, the one without interactions first: 6,893 for five lists."""
    models: list[Model] = [frozenset()]
    interactions = [code for code in range(1 << lists) if 2 <= code.bit_count() < lists]
    for term in sorted(interactions, key=order):
        models += [model | {term} for model in models if parts(term) <= model]
    return models


def is_hierarchical(model: Model) -> bool:
    """Does the model have, with each interaction, all smaller ones inside it?"""
    return all(parts(term) <= model for term in model)


def parts(term: int) -> Model:
    """The interactions one list smaller."""
    return frozenset(term ^ (1 << list_) for list_ in lists_of(term)) if term.bit_count() > 2 else frozenset()


def order(term: int) -> tuple[int, list[int]]:
    """What interactions are sorted by: their size, then their lists."""
    return term.bit_count(), lists_of(term)


def lists_of(term: int) -> list[int]:
    """The positions of the lists that an interaction joins."""
    return [position for position in range(term.bit_length()) if term >> position & 1]


def read_terms(terms: Terms, names: list[str]) -> Model:
    """The model that a caller means; see analysis.hidden_population.estimate. Raises ValueError in words."""
    if isinstance(terms, str):
        if terms != "main":
            raise ValueError(f'Give "main" or a list of interactions as terms, not {terms!r}.')
        return frozenset()

    def bit(member: str | int) -> int:
        if isinstance(member, str) and member in names:
            return 1 << names.index(member)
        if not isinstance(member, str) and 0 <= member < len(names):
            return 1 << int(member)
        raise ValueError(f"There is no list {member!r}; the lists are {', '.join(names)}.")

    model: set[int] = set()
    for term in terms:
        bits = sorted({bit(member) for member in (term.split(":") if isinstance(term, str) else term)})
        if not 2 <= len(bits) < len(names):
            raise ValueError(f"The interaction {term!r} must join at least two lists, and not all of them.")
        for size in range(2, len(bits) + 1):
            model |= {sum(group) for group in combinations(bits, size)}
    return frozenset(model)
