"""The blocks' inputs, and the gradients to them, in as little memory as they ever take together, taken once.

Fresh memory costs a page fault for every 4 KiB: with pictures of 64 megapixels, a twentieth of an evaluation.
"""

from __future__ import annotations

import math
from itertools import pairwise

import torch
from torch import Tensor

from server.engine.extractor import Extractor
from server.engine.kernels import laid_out
from server.engine.windows import blocks_of


class BlockMemory:
    """For evaluation after evaluation of pictures of one size. What an earlier one left there is overwritten.

    The inputs lie side by side from the left. On the way back they are let go, the last one first, and the gradients take
    their place: every other one at the right end, the others to the left of the largest of those.
    """

    def __init__(self, extractor: Extractor, height: int, width: int, device: torch.device) -> None:
        """height, width: of the picture."""
        poolings = [block.pooling for block in blocks_of(extractor.stages) if block.pooling]
        # The first input is the picture itself, which is not kept here.
        self._shapes = [(0, 0, 0), *_shapes([pooling.channels_out for pooling in poolings], height, width)]
        sizes = [math.prod(shape) for shape in self._shapes]
        ends = [sum(sizes[:index]) for index in range(len(sizes) + 1)]
        self._inputs = ends[:-1]
        self._inner = sizes[2] if len(sizes) > 2 else 0
        reach = [size + (self._inner if index % 2 else 0) for index, size in enumerate(sizes)]  # from the right end
        # Of two neighbours one gradient is made from the other, when the input before them is the last that lies there.
        needed = [end + max(pair) for end, pair in zip(ends[1:], pairwise([*reach, 0]), strict=True)]
        self._gradients = [max(needed) - each for each in reach]
        self._memory = torch.empty(max(needed), dtype=extractor.precision, device=device)

    @property
    def nbytes(self) -> int:
        """All of it."""
        return self._memory.nbytes

    def input(self, index: int) -> Tensor:
        """Of a block but the first: (1, channels, height', width'), channels last."""
        return self._at(self._inputs[index], self._shapes[index])

    def gradient(self, index: int) -> Tensor:
        """To that input. Overwrites the one after the next, and the inputs of all later blocks."""
        return self._at(self._gradients[index], self._shapes[index])

    def picture_gradient(self, picture: Tensor) -> Tensor:
        """For the gradient to the picture, (1, 3, height, width): where that to the third block's input lay, if it fits."""
        place = self._memory[self._memory.numel() - self._inner :].view(torch.uint8)
        if place.nbytes < picture.nbytes:
            return torch.empty_like(picture)
        return place[: picture.nbytes].view(picture.dtype).view(picture.shape)

    def _at(self, begin: int, shape: tuple[int, int, int]) -> Tensor:
        values = self._memory[begin : begin + math.prod(shape)]
        return laid_out(values, torch.Size((1, *shape)), torch.channels_last)


def _shapes(channels: list[int], height: int, width: int) -> list[tuple[int, int, int]]:
    return [(count, height >> index, width >> index) for index, count in enumerate(channels, start=1)]
