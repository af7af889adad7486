"""Where the tiles keep things from the way forwards to the way back, evaluation after evaluation.

Memory taken once and written again: fresh memory costs a page fault for every 4 KiB, and small things that outlive the
tiles they were made in would leave holes in the memory that every tile takes anew.
"""

from __future__ import annotations

from dataclasses import replace

import torch
from torch import Tensor

from server.engine.compact import Bits, Places
from server.engine.kernels import laid_out, order_of
from server.engine.passes import Kept

ALIGNMENT = 8  # bytes


class Shelf:
    """A number of bytes, filled from the left."""

    def __init__(self, size: int) -> None:
        """size: bytes; they are taken with the first thing that is put down."""
        self.size = size
        self._memory: Tensor | None = None
        self._taken = 0

    def clear(self) -> None:
        """Nothing that was put here is needed any more."""
        self._taken = 0

    def put(self, kept: Kept) -> Kept:
        """The same with its tensors copied here. Raises IndexError where they do not fit."""
        value = kept.value
        if isinstance(value, Tensor):
            return replace(kept, value=self._copy(value))
        if isinstance(value, Bits):
            return replace(kept, value=self._bits(value))
        if isinstance(value, Places):
            places = Places(self._bits(value.lower), self._bits(value.right), self._bits(value.positive))
            return replace(kept, value=places)
        return kept

    def _bits(self, bits: Bits) -> Bits:
        return replace(bits, packed=self._copy(bits.packed))

    def _copy(self, value: Tensor) -> Tensor:
        begin, end = self._taken, self._taken + value.nbytes
        if end > self.size:
            raise IndexError(f"{value.nbytes} bytes do not fit behind {begin} of {self.size}")
        if self._memory is None:
            self._memory = torch.empty(self.size, dtype=torch.uint8, device=value.device)
        self._taken = -(-end // ALIGNMENT) * ALIGNMENT
        order = order_of(value) if value.dim() == 4 else torch.contiguous_format
        return laid_out(self._memory[begin:end].view(value.dtype), value.shape, order).copy_(value)
