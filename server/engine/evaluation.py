"""The objective at one picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True)
class Evaluation:
    """loss: the weighted sum; terms: each weighted term by name; gradient: the sum's, in the shape of the place."""

    loss: float
    terms: Mapping[str, float]
    gradient: Tensor
