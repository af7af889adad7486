"""Going on from the last picture of the same layer, selection and styles (init = "again")."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from server.commission import Commission, Pixels
from server.jobs.card import Card, State


def subject_of(commission: Commission) -> str:
    """What is painted, without how: a digest of every picture and mask, but of no parameter."""
    digest = hashlib.sha256()
    for name, value in _parts(commission):
        digest.update(f"{name} {value.shape} {value.dtype} ".encode())
        digest.update(value.data if value.flags.c_contiguous else value.tobytes())
    return digest.hexdigest()


def latest_of(subject: str, cards: Iterable[Card]) -> Card | None:
    """The newest complete picture of the same subject; none of an unknown one, ""."""
    if not subject:
        return None
    same = [
        card for card in cards if card.subject == subject and card.state is State.DONE and card.has_result
    ]
    return max(same, key=lambda card: card.created, default=None)


def _parts(commission: Commission) -> Iterator[tuple[str, NDArray[Any]]]:
    yield from _picture("content", commission.content)
    if commission.apply_mask is not None:
        yield "mask", commission.apply_mask
    for style in commission.styles:
        yield from _picture("style", style.pixels)
    for region in commission.regions:
        yield f"region {region.style}", region.content_mask
        if region.style_mask is not None:
            yield "of the style", region.style_mask


def _picture(name: str, pixels: Pixels) -> Iterator[tuple[str, NDArray[Any]]]:
    yield name, pixels.values
    yield "profile", np.frombuffer(pixels.icc_profile, np.uint8)
