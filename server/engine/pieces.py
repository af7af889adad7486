"""Large pictures, gone through piece by piece: what is computed of one takes little memory, and the same each time.

A fresh copy of a whole picture costs a page fault for every 4 KiB (memory.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

PIECE = 8 << 20  # bytes


def pieces(*tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Consecutive parts of each, views of them. Tensors: (..., rows, columns), cut between rows, or (elements,)."""
    cut = -2 if tensors[0].dim() > 1 else -1
    length, size = tensors[0].shape[cut], max(each.nbytes for each in tensors)
    rows = max(1, PIECE * length // max(1, size))
    return zip(*(torch.split(each, rows, dim=cut) for each in tensors), strict=True)
