"""What is done on a CUDA GPU to be quick. Every part can be left out, to see what it is worth."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Ways:
    """Other devices know none of these. What each is worth, `impasto bench --only gpu` measures.

    channels_last: convolutions in the order of memory that tensor cores read (kernels.py). recording: one evaluation is
    recorded as a CUDA graph at each scale, and repeated from it (graphs.py).
    """

    channels_last: bool = True
    recording: bool = True


ALL_WAYS = Ways()
