"""Targets are computed once for each picture, mask and network, in this process and the next."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import Tensor

from server.engine.cache import TargetCache, Targets


class Counting:
    """Computes something that tells images apart, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def of(
        self, cache: TargetCache, image: Tensor, facts: str = "vgg19", mask: Tensor | None = None
    ) -> Targets:
        def compute() -> Targets:
            self.count += 1
            return {"conv1_1": image.flatten(1) @ image.flatten(1).T}

        return cache.targets(facts, image, mask, compute)


@pytest.fixture
def image() -> Tensor:
    return torch.rand(3, 8, 8, generator=torch.Generator().manual_seed(1))


@pytest.mark.parametrize("on_disk", [False, True])
def test_the_same_picture_is_computed_once(on_disk: bool, image: Tensor, tmp_path: Path) -> None:
    counting, cache = Counting(), TargetCache(tmp_path if on_disk else None)
    first = counting.of(cache, image)
    again = counting.of(cache, image.clone())
    assert counting.count == 1
    assert torch.equal(first["conv1_1"], again["conv1_1"])


def test_another_picture_mask_or_network_is_another_target(image: Tensor) -> None:
    counting, cache = Counting(), TargetCache(None)
    changed = image.clone()
    changed[0, 0, 0] += 1e-3
    counting.of(cache, image)
    counting.of(cache, changed)
    counting.of(cache, image, facts="vgg16")
    counting.of(cache, image, mask=torch.ones(8, 8))
    assert counting.count == 4


def test_the_next_process_finds_it_on_disk(image: Tensor, tmp_path: Path) -> None:
    counting = Counting()
    first = counting.of(TargetCache(tmp_path), image)
    again = counting.of(TargetCache(tmp_path), image)
    assert counting.count == 1
    assert torch.equal(first["conv1_1"], again["conv1_1"])


def test_a_damaged_file_is_computed_again(image: Tensor, tmp_path: Path) -> None:
    counting = Counting()
    counting.of(TargetCache(tmp_path), image)
    for path in tmp_path.iterdir():
        path.write_bytes(path.read_bytes()[:20])
    counting.of(TargetCache(tmp_path), image)
    assert counting.count == 2


def test_the_disk_is_bounded_and_the_oldest_goes_first(tmp_path: Path) -> None:
    counting = Counting()
    images = [torch.full((3, 8, 8), float(value)) for value in range(5)]
    one_file = 200
    cache = TargetCache(tmp_path, memory_bytes=0, disk_bytes=2 * one_file)
    for each in images:
        counting.of(cache, each)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 2 * one_file
    counting.of(TargetCache(tmp_path), images[-1])
    assert counting.count == 5
    counting.of(TargetCache(tmp_path), images[0])
    assert counting.count == 6


def test_memory_is_bounded(image: Tensor) -> None:
    counting, cache = Counting(), TargetCache(None, memory_bytes=0)
    counting.of(cache, image)
    counting.of(cache, image + 1)
    counting.of(cache, image)
    assert counting.count == 3


def test_what_would_fill_a_quarter_of_the_room_is_not_kept(image: Tensor, tmp_path: Path) -> None:
    counting, cache = Counting(), TargetCache(tmp_path, memory_bytes=100, disk_bytes=100)
    counting.of(cache, image)
    counting.of(cache, image)
    assert counting.count == 2
    assert not list(tmp_path.iterdir())
