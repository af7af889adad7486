from __future__ import annotations

import pytest

from server.engine.schedule import schedule
from server.engine.settings import Settings


def test_the_last_scale_has_the_detail_asked_for_and_the_contents_proportions() -> None:
    last = schedule(Settings(size=512), 1500, 2000)[-1]
    assert last.size == (384, 512)


def test_a_small_layer_is_never_painted_larger_than_it_is() -> None:
    assert schedule(Settings(size=512), 90, 120)[-1].size == (90, 120)


def test_automatic_scales_grow_by_the_square_root_of_two_from_the_smallest() -> None:
    widths = [scale.width for scale in schedule(Settings(size=512, smallest_scale=128), 1000, 1000)]
    assert widths == [128, 181, 256, 362, 512]


def test_one_scale_means_full_size_only_with_all_iterations() -> None:
    (only,) = schedule(Settings(size=512, scales=1, iterations=70), 512, 512)
    assert (only.size, only.iterations) == ((512, 512), 70)


def test_a_number_of_scales_is_obeyed() -> None:
    assert len(schedule(Settings(size=512, scales=3), 512, 512)) == 3


def test_iterations_fall_to_half_at_the_largest_scale() -> None:
    iterations = [scale.iterations for scale in schedule(Settings(size=512, iterations=80), 512, 512)]
    assert iterations[0] == 80
    assert iterations[-1] == 40
    assert iterations == sorted(iterations, reverse=True)


@pytest.mark.parametrize("scales", [0, 8])
def test_a_narrow_layer_has_no_scale_too_narrow_for_the_network(scales: int) -> None:
    found = schedule(Settings(size=1024, scales=scales), 64, 1024)
    assert min(scale.height for scale in found) >= 48


def test_sizes_and_iterations_by_hand_are_obeyed() -> None:
    found = schedule(Settings(schedule="64:80 100:5, 256", size=128, scales=1, iterations=40), 300, 400)
    assert [(scale.width, scale.height) for scale in found] == [(64, 48), (100, 75), (256, 192)]
    assert [scale.iterations for scale in found] == [80, 5, 20]


def test_a_size_by_hand_may_exceed_the_layer() -> None:
    assert schedule(Settings(schedule="200:3"), 50, 100)[-1].size == (100, 200)
