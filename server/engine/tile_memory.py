"""All that lasts from one evaluation in tiles to the next."""

from __future__ import annotations

from torch import Tensor

from server.engine.block_memory import BlockMemory
from server.engine.extractor import Extractor
from server.engine.shelf import Shelf


class TileMemory:
    """The shelf, and the memory of the blocks. For pictures of one size, one evaluation at a time."""

    def __init__(self, room: int) -> None:
        """room: bytes for what need not be computed again."""
        self.shelf = Shelf(room)
        self._blocks: BlockMemory | None = None

    def blocks(self, extractor: Extractor, picture: Tensor) -> BlockMemory:
        """picture: (3, height, width)."""
        if self._blocks is None:
            height, width = picture.shape[-2:]
            self._blocks = BlockMemory(extractor, height, width, picture.device)
        return self._blocks
