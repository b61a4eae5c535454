"""Transitions from recruiter's to recruit's category, and the chain that they make.

Sources: Heckathorn (1997, 2002); Salganik & Heckathorn (2004).
"""

from __future__ import annotations

from math import gcd

import numpy as np
from numpy.typing import NDArray

from analysis.errors import some
from analysis.recruitment.forest import Forest
from analysis.recruitment.outcome import Outcome
from analysis.results import Notice

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

TOLERANCE = 1e-9  # below this a singular value counts as zero


def pairs(forest: Forest, outcome: Outcome) -> tuple[Integers, Integers, Integers]:
    """Recruits whose answer and whose recruiter's answer are known: position, from, to."""
    code_above = np.append(outcome.codes, -1)[forest.recruiter]
    both = (~forest.is_seed) & (code_above >= 0) & outcome.known
    where = np.flatnonzero(both)
    return where, code_above[where], outcome.codes[where]


def count_transitions(forest: Forest, outcome: Outcome) -> Integers:
    """(g, g) number of recruits by category of the recruiter (row) and of the recruit (column).

    Seeds count as recruiters; pairs with an unknown answer do not count.
    """
    g = len(outcome.categories)
    _, source, target = pairs(forest, outcome)
    return np.bincount(source * g + target, minlength=g * g).reshape(g, g)


def transition_matrix(counts: Floats, present: NDArray[np.bool_]) -> Floats:
    """Row-normalised counts.

    A category that recruited nobody is taken to recruit evenly among the categories present.

    Args:
        counts: (…, g, g) transitions.
        present: (…, g) which categories occur at all.
    """
    totals = counts.sum(axis=-1, keepdims=True)
    even = present / np.maximum(present.sum(axis=-1, keepdims=True), 1)
    with np.errstate(invalid="ignore"):
        matrix: Floats = np.where(totals > 0, counts / totals, even[..., None, :])
    return matrix


def stationary(matrix: Floats) -> Floats:
    """(…, g) the distribution q with qP = q and Σq = 1, by least squares; NaN when not unique.

    There is more than one exactly when the stacked equations (Pᵀ − 1) q = 0 and Σq = 1 have a
    rank below g. Periodic chains have a q like any other: no power or eigenvector is taken.
    """
    g = matrix.shape[-1]
    flow = np.swapaxes(matrix, -1, -2) - np.eye(g)
    equations = np.concatenate([flow, np.ones((*matrix.shape[:-2], 1, g))], axis=-2)
    u, singular, vh = np.linalg.svd(equations, full_matrices=False)
    unique = singular[..., -1] > TOLERANCE
    inverse = 1 / np.where(singular > TOLERANCE, singular, 1)
    q = np.einsum("...kj,...k->...j", vh, inverse * u[..., -1, :])
    q = np.clip(np.where(np.abs(q) < 1e-15, 0, q), 0, None)
    with np.errstate(invalid="ignore"):
        return np.where(unique[..., None], q / q.sum(axis=-1, keepdims=True), np.nan)


def chain_notices(counts: Integers, names: tuple[str, ...]) -> tuple[Notice, ...]:
    """What is unusual about the chain: no recruits, dead ends, traps, periods, separate parts."""
    if not counts.any():
        return (Notice("no_transitions", "no recruit and recruiter both have a known answer"),)
    label = np.array(names, dtype=object)
    found = []
    silent = counts.sum(axis=1) == 0
    if silent.any():
        text = "never recruited anyone: {names}; taken to recruit evenly among all categories"
        found.append(Notice("never_recruits", text, {"names": some(sorted(label[silent]))}))
    matrix = transition_matrix(counts.astype(float), np.ones(len(names), dtype=bool))
    classes = closed_classes(matrix > 0)
    if len(classes) > 1:
        text = "no unique stationary distribution: {parts} never recruit each other"
        parts = " and ".join(sorted("/".join(sorted(label[part])) for part in classes))
        return (*found, Notice("reducible", text, {"parts": parts}))
    (last,) = classes
    if len(last) < len(names):
        left = np.setdiff1d(np.arange(len(names)), last)
        text = "absorbing: chains end in {into} and do not come back to {left}"
        values = {"into": some(sorted(label[last])), "left": some(sorted(label[left]))}
        found.append(Notice("absorbing", text, values))
    if len(last) > 1 and period(matrix[np.ix_(last, last)] > 0) > 1:
        text = "periodic: recruitment goes round {names} in a fixed rhythm; the shares stand"
        found.append(Notice("periodic", text, {"names": some(sorted(label[last]))}))
    return tuple(found)


def closed_classes(reach: NDArray[np.bool_]) -> list[Integers]:
    """The sets of categories that a chain, once inside, never leaves."""
    g = len(reach)
    closure = reach | np.eye(g, dtype=bool)
    for _ in range(g.bit_length()):
        closure = (closure.astype(int) @ closure.astype(int)) > 0
    closed = [z for z in range(g) if closure[closure[z], z].all()]
    members = {tuple(np.flatnonzero(closure[z])) for z in closed}
    return [np.array(part, dtype=np.intp) for part in sorted(members)]


def period(reach: NDArray[np.bool_]) -> int:
    """The greatest common divisor of the lengths of all circuits in a connected chain."""
    level = {0: 0}
    queue = [0]
    for z in queue:
        for to in np.flatnonzero(reach[z]):
            if int(to) not in level:
                level[int(to)] = level[z] + 1
                queue.append(int(to))
    steps = [level[int(a)] + 1 - level[int(b)] for a, b in zip(*np.nonzero(reach), strict=True)]
    return gcd(*steps)
