"""Weights on this machine: made once from their source, kept as safetensors, checked at every load.

The cache holds two files for each entry of the catalogue: `NAME.safetensors`, and `NAME.json`, which says
what it was made from and what its own hash is. It is written last, so a half-made pair counts as missing.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from safetensors.torch import load_file, save_file
from torch import Tensor

from models.cache import (
    cache_folder,
    exclusive,
    put_in_place,
    scratch_folder,
    sha256_of,
    writing_to_cache,
)
from models.catalogue import Entry, FileSource, RandomSource
from models.formats import WrongFile, random_recipe, random_weights, read_weights
from models.missing import ModelMissing
from models.sources import Notify, checked_user_file, fetch_source, silent

State = Literal["present", "missing", "damaged"]


@dataclass(frozen=True)
class Stored:
    """One converted file in the cache."""

    path: Path
    sha256: str
    made_from: str


def load_weights(entry: Entry, fetch: bool = True, notify: Notify = silent) -> dict[str, Tensor]:
    """The tensors of an entry, float32 on the CPU, by our names ("conv1_1.weight").

    fetch: get them from their source if they are not in the cache. Raises ModelMissing.
    """
    return load_file(ready(entry, fetch, notify).path)


def ready(entry: Entry, fetch: bool = True, notify: Notify = silent) -> Stored:
    """The entry's converted file in the cache, with its hash just checked; see `load_weights`."""
    stored = find(entry)
    if stored is None:
        if not (fetch or isinstance(entry.source, RandomSource)):
            raise _missing(entry)
        stored = fetch_weights(entry, notify)
    if sha256_of(stored.path) != stored.sha256:
        raise _damaged(entry, stored.path)
    return stored


def fetch_weights(
    entry: Entry, notify: Notify = silent, again: bool = False, file: Path | None = None
) -> Stored:
    """Get an entry's weights from their source, or from `file`, and convert them into the cache.

    again: also when they are there already. file: the source's file, which the user has; its hash is checked
    wherever the catalogue knows it. Safe to call from several processes at once. Raises ModelMissing.
    """
    with writing_to_cache(), exclusive(weights_path(entry)):
        stored = None if (again or file) else find(entry)
        if stored is not None:
            return stored
        with scratch_folder() as folder:
            return _make(entry, folder, notify, file)


def find(entry: Entry) -> Stored | None:
    """The entry's converted file, if the cache has it and it was made from what the catalogue names today."""
    path = weights_path(entry)
    try:
        stored = Stored(path, **json.loads(_note_path(path).read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    expected = _source_hash(entry)
    if not path.is_file() or (expected is not None and not stored.made_from.startswith(expected)):
        return None
    return stored


def state_of(entry: Entry) -> State:
    """Whether the entry's weights are in the cache and whole. Reads the file."""
    stored = find(entry)
    if stored is None:
        return "missing"
    return "present" if sha256_of(stored.path) == stored.sha256 else "damaged"


def weights_path(entry: Entry) -> Path:
    """Where the entry's converted weights are kept."""
    return cache_folder() / "weights" / f"{entry.name}.safetensors"


def _make(entry: Entry, folder: Path, notify: Notify, file: Path | None) -> Stored:
    """Fetch, convert and put in place. The caller holds the lock."""
    made = folder / "weights.safetensors"
    if isinstance(entry.source, RandomSource):
        weights, made_from = (
            random_weights(entry.architecture, entry.source.seed),
            random_recipe(entry.source.seed),
        )
    else:
        source = checked_user_file(entry, file, folder) if file else fetch_source(entry, folder, notify)
        try:
            weights = read_weights(source, entry.format, entry.architecture)
        except WrongFile as error:
            raise ModelMissing(
                f"The file for {entry.name} is not what it should be: {error}.",
                f"Get the right file and run `impasto models fetch {entry.name} --from FILE`.",
            ) from error
        made_from = sha256_of(source)
    save_file(weights, made, metadata={"model": entry.name, "made_from": made_from})
    stored = Stored(weights_path(entry), sha256_of(made), made_from)
    note = folder / "note.json"
    note.write_text(json.dumps({key: value for key, value in asdict(stored).items() if key != "path"}))
    _note_path(stored.path).unlink(missing_ok=True)
    put_in_place(made, stored.path)
    put_in_place(note, _note_path(stored.path))
    return stored


def _note_path(path: Path) -> Path:
    return path.with_suffix(".json")


def _source_hash(entry: Entry) -> str | None:
    """What `made_from` must begin with, or None where the catalogue cannot know."""
    if isinstance(entry.source, FileSource):
        return None
    if isinstance(entry.source, RandomSource):
        return random_recipe(entry.source.seed)
    return entry.source.sha256


def _missing(entry: Entry) -> ModelMissing:
    if isinstance(entry.source, FileSource):
        remedy = f"Run `impasto models fetch {entry.name} --from FILE` with the file you have."
    else:
        remedy = f"Run `impasto models fetch {entry.name}`."
    return ModelMissing(f"The weights of {entry.name} are not on this machine yet.", remedy)


def _damaged(entry: Entry, path: Path) -> ModelMissing:
    again = " --from FILE" if isinstance(entry.source, FileSource) else ""
    return ModelMissing(
        f"The weights of {entry.name} are damaged ({path}).",
        f"Run `impasto models fetch {entry.name} --again{again}`.",
    )
