"""Which parts of the docker are folded open, kept in kritarc."""

from __future__ import annotations

from collections.abc import Callable

from .. import memory


def is_open(fold: str, at_first: bool) -> bool:
    return memory.read_setting(f"open_{fold}", str(at_first)) == "True"


def remember_open(fold: str) -> Callable[[bool], None]:
    return lambda opened: memory.write_setting(f"open_{fold}", str(opened))
