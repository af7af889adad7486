"""Large pictures, gone through piece by piece: what is computed of one takes little memory, and the same each time.

A fresh copy of a whole picture costs a page fault for every 4 KiB (memory.py).
"""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor

PIECE = 8 << 20  # bytes; stays in the processor's cache, and freed memory of that size is reused
PIECE_ON_GPU = 256 << 20  # on a GPU only the temporary memory counts, and each piece costs some launches


def pieces(*tensors: Tensor) -> Iterator[tuple[Tensor, ...]]:
    """Consecutive parts of each, views of them. Tensors: (..., rows, columns), cut between rows, or (elements,)."""
    cut = -2 if tensors[0].dim() > 1 else -1
    length, size = tensors[0].shape[cut], max(each.nbytes for each in tensors)
    piece = PIECE if tensors[0].device.type == "cpu" else PIECE_ON_GPU
    rows = max(1, piece * length // max(1, size))
    return zip(*(torch.split(each, rows, dim=cut) for each in tensors), strict=True)
