"""Results on disk: they outlive the server, and the oldest make room for new ones."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np

from server.commission import Pixels
from server.jobs.card import Card, State
from server.limits import Limits
from server.painting import Report
from server.refusals import NoPicture

_CARD, _PIXELS, _THUMBNAIL, _PROFILE = "card.json", "pixels.npy", "thumbnail.npy", "profile.icc"
_ABANDONED_SECONDS = 3600.0  # younger ones may be another server's


class Store:
    """A folder with one subfolder for each job that has a picture."""

    def __init__(self, folder: Path, limits: Limits) -> None:
        self._folder = folder
        self._limits = limits
        folder.mkdir(parents=True, exist_ok=True)
        for unfinished in folder.glob(".writing-*"):
            if time.time() - unfinished.stat().st_mtime > _ABANDONED_SECONDS:
                shutil.rmtree(unfinished, ignore_errors=True)

    def save(self, card: Card, pixels: Pixels) -> list[str]:
        """Keeps a picture. Returns the ids of older jobs that had to go for it."""
        unfinished = Path(tempfile.mkdtemp(prefix=".writing-", dir=self._folder))
        try:
            np.save(unfinished / _PIXELS, pixels.values)
            if card.thumbnail is not None:
                np.save(unfinished / _THUMBNAIL, card.thumbnail)
            (unfinished / _PROFILE).write_bytes(pixels.icc_profile)
            (unfinished / _CARD).write_text(json.dumps(_card_as_json(card)))
            os.replace(unfinished, self._folder / card.job_id)
        except OSError:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise
        return self._make_room(card.job_id)

    def pixels(self, job_id: str) -> Pixels:
        """The picture of a job; it is read from disk as it is used."""
        folder = self._folder / job_id
        try:
            values = np.load(folder / _PIXELS, mmap_mode="r", allow_pickle=False)
            return Pixels(values, (folder / _PROFILE).read_bytes())
        except (OSError, ValueError):
            raise NoPicture(
                "The picture of this job is not kept any more.", "Start it again.", "job_id"
            ) from None

    def cards(self) -> list[Card]:
        """Every kept job, oldest first. What cannot be read is removed."""
        cards = []
        for folder in self._folder.glob("[!.]*"):
            try:
                cards.append(_read_card(folder))
            except (OSError, ValueError, KeyError, TypeError):
                shutil.rmtree(folder, ignore_errors=True)
        return sorted(cards, key=lambda card: card.created)

    def remove(self, job_id: str) -> None:
        """Drops a job's picture, if there is one."""
        shutil.rmtree(self._folder / job_id, ignore_errors=True)

    def _make_room(self, newest: str) -> list[str]:
        kept = [card.job_id for card in self.cards() if card.job_id != newest]
        sizes = {job_id: _bytes_in(self._folder / job_id) for job_id in [*kept, newest]}
        removed = []
        while kept and (
            len(sizes) > self._limits.kept_results or sum(sizes.values()) > self._limits.kept_bytes
        ):
            oldest = kept.pop(0)
            self.remove(oldest)
            del sizes[oldest]
            removed.append(oldest)
        return removed


def _card_as_json(card: Card) -> dict[str, object]:
    plain = asdict(replace(card, thumbnail=None, failure=None))
    return {**plain, "state": card.state.value, "place": 0}


def _read_card(folder: Path) -> Card:
    plain = json.loads((folder / _CARD).read_text())
    plain["state"] = State(plain["state"])
    plain["report"] = Report(**plain["report"])
    thumbnail = folder / _THUMBNAIL
    plain["thumbnail"] = np.load(thumbnail, allow_pickle=False) if thumbnail.exists() else None
    if not (folder / _PIXELS).is_file() or plain["job_id"] != folder.name:
        raise ValueError("incomplete")
    return Card(**plain)


def _bytes_in(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir())
