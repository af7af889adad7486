"""Reading the tensors out of a file that torch.save wrote, without running anything in it."""

from __future__ import annotations

import pickle
import re
from collections.abc import Mapping
from pathlib import Path

import torch


def named_tensors(path: Path) -> Mapping[str, object]:
    """The mapping that a .pth, .pt or .ckpt file holds; its values are tensors, numbers, or further mappings.

    The file is unpickled with `weights_only=True`. Training programs also store objects of their own (their
    options, their optimiser): each class that torch refuses is replaced by an empty placeholder, so the tensors
    beside it can be read while its code is neither imported nor called.
    Raises ValueError if the file holds no mapping, and whatever torch raises for a damaged file.
    """
    placeholders: dict[str, type] = {}
    while True:
        try:
            with torch.serialization.safe_globals([(kind, name) for name, kind in placeholders.items()]):
                state = torch.load(path, map_location="cpu", weights_only=True)
            break
        except pickle.UnpicklingError as error:
            refused = re.search(r"Unsupported global: GLOBAL ([\w.]+) was not an allowed global", str(error))
            if refused is None or refused[1] in placeholders:
                raise
            placeholders[refused[1]] = type("Placeholder", (_Placeholder,), {})
    if not isinstance(state, Mapping):
        raise ValueError(f"it holds a {type(state).__name__}, not named tensors")
    return state


class _Placeholder:
    """Stands for an object of a class that is not loaded; takes any arguments and state, and drops them."""

    def __new__(cls, *_: object, **__: object) -> _Placeholder:
        return super().__new__(cls)

    def __init__(self, *_: object, **__: object) -> None:
        pass

    def __setstate__(self, _: object) -> None:
        pass
