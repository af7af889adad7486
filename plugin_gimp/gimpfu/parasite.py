"""Named data that GIMP keeps with an image, a layer or itself."""

from __future__ import annotations

from dataclasses import dataclass

PERSISTENT = 1
UNDOABLE = 2


@dataclass
class Parasite:
    """`gimp.Parasite(name, flags, data)`; data is bytes (text is encoded as UTF-8)."""

    name: str
    flags: int
    data: bytes

    def __init__(self, name: str, flags: int, data: bytes | str) -> None:
        self.name = name
        self.flags = int(flags)
        self.data = data.encode() if isinstance(data, str) else bytes(data)

    @property
    def is_persistent(self) -> bool:
        return bool(self.flags & PERSISTENT)

    @property
    def is_undoable(self) -> bool:
        return bool(self.flags & UNDOABLE)

    def has_flag(self, flag: int) -> bool:
        return bool(self.flags & flag)

    def is_type(self, name: str) -> bool:
        return self.name == name

    def copy(self) -> Parasite:
        return Parasite(self.name, self.flags, self.data)
