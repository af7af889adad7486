"""`from gimpshelf import shelf`: a dictionary that lasts as long as GIMP runs."""

from __future__ import annotations

import pickle
from typing import Any


class Shelf:
    """Values are pickled into GIMP's own store; keys are text."""

    def has_key(self, key: str) -> bool:
        return self._find(key) is not None

    __contains__ = has_key

    def __getitem__(self, key: str) -> Any:
        found = self._find(key)
        if found is None:
            raise KeyError(key)
        return pickle.loads(found)

    def __setitem__(self, key: str, value: Any) -> None:
        from . import gimp_module

        gimp_module.PROCEDURES["set_data"](key, pickle.dumps(value))

    def __delitem__(self, key: str) -> None:
        from . import gimp_module

        gimp_module.PROCEDURES["set_data"](key, b"")

    def _find(self, key: str) -> bytes | None:
        from . import gimp_module

        return gimp_module.PROCEDURES["get_data"](key) or None


shelf = Shelf()
