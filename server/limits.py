"""How much one server takes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """max_pixels: of one picture. max_total_pixels: of all pictures and masks of one order together.

    kept_results and kept_bytes bound what lies in the cache; the oldest goes first.
    """

    max_pixels: int = 1 << 26
    max_total_pixels: int = 1 << 28
    max_styles: int = 16
    max_regions: int = 32
    max_chunk_bytes: int = 1 << 20
    max_profile_bytes: int = 4 << 20
    max_waiting_jobs: int = 16
    kept_results: int = 50
    kept_bytes: int = 4 << 30
