"""The memory there is, and keeping what was once taken.

Freshly mapped memory costs a page fault and a clearing for every 4 KiB: on two cores about a third of an evaluation
went into that (docs/benchmarks/). glibc returns every large block to the system at once; told not to, it reuses it.
"""

from __future__ import annotations

import ctypes
import mmap
import sys
from functools import cache
from pathlib import Path
from typing import Any

import torch

# mallopt's parameters, from glibc's malloc.h.
_TRIM_THRESHOLD = -1
_MMAP_THRESHOLD = -3
_MMAP_MAX = -4
_ARENA_MAX = -8
_MANY_BLOCKS = 65536

# glibc lets no larger block be kept while others are returned.
LARGEST_KEPT_BLOCK = 32 << 20

# How those say so that raise no exception of their own for it.
_OUT_OF_MEMORY = (
    "out of memory",  # CUDA, MPS
    "allocate memory",  # torch on the CPU, ONNX Runtime
    "not enough memory",  # torch on the CPU of Windows
    "alloc_failed",  # cuBLAS, cuDNN
    "unable to find an engine",  # cuDNN, where no kernel's workspace fits
)


def keep_freed_memory(large_blocks: bool = True) -> bool:
    """Lets this process reuse freed memory instead of returning it. Says whether it could: only with glibc.

    large_blocks: also those above LARGEST_KEPT_BLOCK. Where memory is scarce they go back at once: kept ones leave
    holes that the next large block may not fit into. `return_freed_memory` gives back what lies unused, after a job.
    """
    library = _glibc()
    if library is None:
        return False
    answers = [
        library.mallopt(_MMAP_THRESHOLD, LARGEST_KEPT_BLOCK),
        library.mallopt(_MMAP_MAX, 0 if large_blocks else _MANY_BLOCKS),
        library.mallopt(_TRIM_THRESHOLD, -1),
        library.mallopt(_ARENA_MAX, 1),
    ]
    return all(answers)


def return_freed_memory() -> None:
    """Gives unused memory back to the system, of the processor and of the GPU."""
    library = _glibc()
    if library is not None:
        library.malloc_trim(0)
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()


def is_out_of_memory(error: BaseException) -> bool:
    """Whether it was raised because memory ran out, of whichever device."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    text = str(error).lower()
    return any(words in text for words in _OUT_OF_MEMORY)


def available_bytes(device: torch.device) -> int:
    """What can still be taken on a device without harming others."""
    if device.type == "cuda":
        free, _ = torch.cuda.mem_get_info(device)
        return free + torch.cuda.memory_reserved(device) - torch.cuda.memory_allocated(device)
    return _available_ram()


def taken_bytes(device: torch.device) -> int:
    """What this process has taken on a device."""
    if device.type == "cuda":
        return torch.cuda.memory_allocated(device)
    return _resident()


def _resident() -> int:
    try:
        _, resident, shared, *_ = Path("/proc/self/statm").read_text().split()
    except OSError:
        return 0  # not Linux
    return (int(resident) - int(shared)) * mmap.PAGESIZE  # libraries are no memory taken


def _available_ram() -> int:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 4 << 30  # not Linux: what every machine of today has to spare
    facts = dict(line.split(":", 1) for line in lines)
    return int(facts["MemAvailable"].split()[0]) << 10


@cache
def _glibc() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None
