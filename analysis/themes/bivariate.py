"""The bivariate normal distribution, for whole arrays at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

FAR = 30.0  # beyond this the normal distribution is 0 or 1 in double precision
NEAR = 1e-150  # stands for zero, so that a ratio of thresholds always exists


def bivariate_cdf(h: Floats, k: Floats, r: Floats) -> Floats:
    """P(X ≤ h, Y ≤ k) for standard normals with correlation r, |r| < 1.

    By Owen's T function (Owen 1956, Ann. Math. Statist. 27(4)): with a_h = (k/h − r)/√(1 − r²),
    Φ₂ = ½Φ(h) + ½Φ(k) − T(h, a_h) − T(k, a_k) − δ, δ = ½ where h and k differ in sign, else 0.

    Args:
        h, k, r: arrays that broadcast together; thresholds may be infinite.
    """
    from scipy.special import ndtr, owens_t

    h, k = _finite(h), _finite(k)
    root = np.sqrt((1 - r) * (1 + r))
    cdf: Floats = (
        0.5 * (ndtr(h) + ndtr(k))
        - owens_t(h, (k / h - r) / root)
        - owens_t(k, (h / k - r) / root)
        - 0.5 * ((h < 0) != (k < 0))
    )
    return cdf


def bivariate_density(h: Floats, k: Floats, r: Floats) -> Floats:
    """Density at (h, k); also the derivative of ``bivariate_cdf`` by r (Plackett 1954)."""
    h, k = _finite(h), _finite(k)
    rest = (1 - r) * (1 + r)
    exponent = -(h * h - 2 * r * h * k + k * k) / (2 * rest)
    density: Floats = np.exp(exponent) / (2 * np.pi * np.sqrt(rest))
    return density


def _finite(threshold: Floats) -> Floats:
    clipped = np.clip(threshold, -FAR, FAR)
    return np.where(clipped == 0, NEAR, clipped)
