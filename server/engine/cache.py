"""Targets (Gram matrices of styles, features of contents) by what they were computed from.

In memory and on disk, bounded in size. Nothing that would fill a quarter of either is kept there: a large picture's
features would drive out everything else.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from safetensors.torch import load_file, save_file
from torch import Tensor

MEMORY_BYTES = 128 << 20
DISK_BYTES = 512 << 20
LARGEST_SHARE = 0.25

Targets = dict[str, Tensor]


class TargetCache:
    """Remembers what it computed; the least recently used goes first. Not for two threads at once."""

    def __init__(
        self, folder: Path | None, memory_bytes: int = MEMORY_BYTES, disk_bytes: int = DISK_BYTES
    ) -> None:
        """folder: where it outlives the process; None: it does not."""
        self._folder = folder
        self._memory_bytes = memory_bytes
        self._disk_bytes = disk_bytes
        self._held: OrderedDict[str, Targets] = OrderedDict()

    def targets(
        self, facts: str, image: Tensor, coverage: Tensor | None, compute: Callable[[], Targets]
    ) -> Targets:
        """What `compute` makes of an image, its coverage and anything else that matters, told in `facts`."""
        key = _key(facts, image, coverage)
        found = self._held.get(key)
        if found is None:
            found = self._read(key, image)
        if found is None:
            found = compute()
            self._write(key, found)
        self._hold(key, found)
        return found

    def _hold(self, key: str, found: Targets) -> None:
        if _bytes(found) > LARGEST_SHARE * self._memory_bytes:
            return
        self._held[key] = found
        self._held.move_to_end(key)
        while sum(map(_bytes, self._held.values())) > self._memory_bytes:
            self._held.popitem(last=False)

    def _read(self, key: str, like: Tensor) -> Targets | None:
        if self._folder is None:
            return None
        path = self._folder / f"{key}.safetensors"
        try:
            found = load_file(path)
            os.utime(path)
        except Exception:  # missing, or cut short by a full disk: computed again
            return None
        return {name: value.to(like.device) for name, value in found.items()}

    def _write(self, key: str, found: Targets) -> None:
        if self._folder is None or _bytes(found) > LARGEST_SHARE * self._disk_bytes:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            partial = self._folder / f"{key}.{os.getpid()}.partial"
            save_file({name: value.cpu().contiguous() for name, value in found.items()}, partial)
            partial.replace(self._folder / f"{key}.safetensors")
            self._bound()
        except OSError:
            return  # a full or read-only disk costs only the time to compute it again

    def _bound(self) -> None:
        assert self._folder is not None
        files = sorted(self._folder.glob("*.safetensors"), key=lambda path: path.stat().st_mtime)
        total = sum(path.stat().st_size for path in files)
        while len(files) > 1 and total > self._disk_bytes:
            oldest = files.pop(0)
            total -= oldest.stat().st_size
            oldest.unlink()


def _key(facts: str, image: Tensor, coverage: Tensor | None) -> str:
    digest = hashlib.sha256(facts.encode())
    for value in (image, coverage):
        if value is not None:
            digest.update(str((tuple(value.shape), value.dtype)).encode())
            digest.update(value.detach().cpu().contiguous().numpy().data)
    return digest.hexdigest()


def _bytes(found: Targets) -> int:
    return sum(value.numel() * value.element_size() for value in found.values())
