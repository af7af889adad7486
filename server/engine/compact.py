"""What a ReLU and a maximum pooling need for their way back, at a bit or three an element instead of its value.

A ReLU passes on what was above 0; a maximum pooling gives all to the largest of four values.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from server.engine.kernels import laid_out, order_of

# Eight bytes of 0 or 1, seen as one integer, times GATHER: their bits side by side in its highest byte.
# A byte times ONES: eight times itself; & CHOOSE: of each another bit; + FILL: the highest bit is set if any was.
_GATHER = 0x0102040810204080
_ONES = 0x0101010101010101
_CHOOSE = 0x8040201008040201 - (1 << 64)
_FILL = 0x7F7F7F7F7F7F7F7F
_INTEGER = {2: torch.int16, 4: torch.int32, 8: torch.int64}


@dataclass(frozen=True)
class Bits:
    """Flags, (1, channels, height, width), eight to a byte, in the order in memory that they had."""

    packed: Tensor
    shape: torch.Size
    order: torch.memory_format

    @staticmethod
    def of(flags: Tensor) -> Bits:
        """flags: (1, channels, height, width) bool; channels: a multiple of 8, as in every layer of a VGG."""
        order = order_of(flags)
        dense = flags.contiguous(memory_format=order)
        flat = dense.as_strided((dense.numel(),), (1,))
        integers = flat.view(torch.uint8).view(torch.int64)
        return Bits(((integers * _GATHER) >> 56).to(torch.uint8), flags.shape, order)

    def flags(self) -> Tensor:
        """What it was made of."""
        integers = self.packed.to(torch.int64)
        integers.mul_(_ONES).bitwise_and_(_CHOOSE).add_(_FILL).bitwise_right_shift_(7).bitwise_and_(_ONES)
        return laid_out(integers.view(torch.bool), self.shape, self.order)

    def keep_only(self, value: Tensor) -> Tensor:
        """Sets a tensor of the flags' shape to 0 where they are not set; in place."""
        value.view(_INTEGER[value.itemsize]).bitwise_and_(self.mask(value.itemsize))
        return value

    def mask(self, itemsize: int) -> Tensor:
        """All bits of an integer of so many bytes for a set flag, none for another."""
        return self.flags().view(torch.int8).neg_().to(_INTEGER[itemsize])


@dataclass(frozen=True)
class Places:
    """Where the maxima of a 2x2 pooling were: in the lower row, in the right column; and whether they were above 0."""

    lower: Bits
    right: Bits
    positive: Bits

    @staticmethod
    def of(maxima: Tensor, indices: Tensor, width: int) -> Places:
        """maxima, indices: what torch's pooling of values not below 0 gives. width: of those values."""
        top = torch.arange(0, 2 * maxima.shape[-2], 2, device=maxima.device)[:, None] * width
        lower = indices >= top + width
        right = (indices.to(torch.uint8) & 1).view(torch.bool)
        if width % 2:  # every other row begins at an odd index
            right = right ^ lower
        return Places(Bits.of(lower), Bits.of(right), Bits.of(maxima.bool()))

    def spread(self, gradient: Tensor, height: int, width: int) -> Tensor:
        """The gradient to what was pooled, and to what its ReLU got, from the one to the maxima, which is overwritten.

        gradient: (1, channels, height // 2, width // 2). Values of 0, and an odd last row or column, get none.
        """
        integer = _INTEGER[gradient.itemsize]
        here = self.positive.keep_only(gradient).view(integer)
        found = torch.empty(
            (*gradient.shape[:2], height, width),
            dtype=gradient.dtype,
            device=gradient.device,
            memory_format=order_of(gradient),
        )
        found[:, :, height // 2 * 2 :].zero_()
        found[:, :, :, width // 2 * 2 :].zero_()
        rows = found.view(integer)[:, :, : height // 2 * 2, : width // 2 * 2]
        right = self.right.mask(gradient.itemsize)
        below = here & self.lower.mask(gradient.itemsize)
        for row, part in ((1, below), (0, here.bitwise_xor_(below))):
            into = torch.bitwise_and(part, right, out=rows[:, :, row::2, 1::2])
            torch.bitwise_xor(part, into, out=rows[:, :, row::2, 0::2])
        return found
