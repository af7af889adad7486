"""The whole way with the real engine and real weights, small: picture in over gRPC, painted picture out."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import numpy as np
import pytest
import torch
from torch import Tensor

from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.order import Mask, Order, Picture, Region, Style
from plugin_common.transfer import plain_values
from plugin_common.wire import impasto_pb2 as wire
from server.engine.networks import Networks
from server.engine.stylize import stylize
from tests.tools.running_service import RunningService, running_service, values_of

QUICK = {"size": 64, "iterations": 6, "scales": 2, "style_scale": 1.0}
SECONDS = 60


@pytest.fixture(scope="module")
def service(networks: Networks, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    def engine(spec):  # type: ignore[no-untyped-def]
        return stylize(spec, networks)

    with running_service(engine, tmp_path_factory.mktemp("results")) as running:
        yield running


@pytest.fixture(scope="module")
def client(service: RunningService) -> Iterator[Client]:
    with service.client() as connected:
        yield connected


def as_picture(image: Tensor, depth: str = "u8") -> Picture:
    """(3, height, width) 0..1 as opaque wire pixels."""
    rgba = torch.cat([image, torch.ones_like(image[:1])]).permute(1, 2, 0).numpy()
    full = {"u8": 255, "u16": 65535}[depth]
    values = np.rint(rgba * full).astype({"u8": np.uint8, "u16": np.uint16}[depth])
    return Picture(values.shape[1], values.shape[0], depth, values.tobytes())


def painted(client: Client, order: Order, callbacks: Callbacks | None = None) -> Picture:
    job = client.start(order, callbacks)
    assert job.wait(SECONDS)
    assert job.problem is None, job.problem
    assert job.picture is not None
    return job.picture


def test_a_photograph_comes_back_repainted(client: Client, photograph: Tensor, painting: Tensor) -> None:
    heard: queue.SimpleQueue = queue.SimpleQueue()
    done: list[wire.Done] = []
    content = as_picture(photograph, "u16")
    order = Order(content, (Style(as_picture(painting)),), parameters=QUICK)
    callbacks = Callbacks(progress=heard.put, preview=heard.put, done=done.append)
    result = painted(client, order, callbacks)
    assert (result.width, result.height, result.depth) == (content.width, content.height, "u16")
    before, after = values_of(content)[..., :3] / 65535, values_of(result)[..., :3] / 65535
    assert 0.02 < np.abs(after - before).mean() < 0.5
    messages = [heard.get() for _ in range(heard.qsize())]
    progress = [each for each in messages if isinstance(each, wire.Progress)]
    previews = [each for each in messages if isinstance(each, wire.Preview)]
    assert previews and len(previews[0].rgb) == previews[0].width * previews[0].height * 3
    assert {"content", "style"} <= set(progress[-1].terms)
    assert sum(progress[-1].terms.values()) == pytest.approx(progress[-1].loss, rel=1e-3)
    assert progress[-1].fraction == 1.0 and progress[-1].scale == progress[-1].scales
    assert done[0].iterations >= 6 and done[0].preset == "Impasto"

    again = Order(content, order.styles, done[0].preset, plain_values(done[0].parameters))
    repeated = painted(client, again)
    assert repeated.pixels == result.pixels, "Done's parameters must give the same picture again"


def test_the_selection_is_obeyed_to_the_bit(client: Client, photograph: Tensor, painting: Tensor) -> None:
    content = as_picture(photograph)
    mask = np.zeros((content.height, content.width), np.uint8)
    mask[20:50, 30:80] = 255
    mask[50:60, 30:80] = 100
    order = Order(
        content,
        (Style(as_picture(painting)),),
        parameters=QUICK,
        apply_mask=Mask(content.width, content.height, mask.tobytes()),
    )
    result = values_of(painted(client, order)).astype(int)
    original = values_of(content).astype(int)
    assert np.array_equal(result[mask == 0], original[mask == 0])
    assert np.abs(result - original)[20:50, 30:80, :3].mean() > 5


def test_regions_take_their_own_styles(client: Client, photograph: Tensor) -> None:
    content = as_picture(photograph)
    left = np.zeros((content.height, content.width), np.uint8)
    left[:, : content.width // 2] = 255
    red, blue = torch.zeros(3, 64, 64), torch.zeros(3, 64, 64)
    red[0], blue[2] = 0.9, 0.9

    def region(mask: np.ndarray, style: int) -> Region:
        return Region(Mask(content.width, content.height, mask.tobytes()), style)

    order = Order(
        content,
        (Style(as_picture(red)), Style(as_picture(blue))),
        parameters={**QUICK, "style_strength": 50.0, "iterations": 20},
        regions=(region(left, 0), region(255 - left, 1)),
    )
    result = values_of(painted(client, order)).astype(float)
    redness = result[..., 0] - result[..., 2]
    assert redness[:, :30].mean() > redness[:, -30:].mean() + 20


def test_a_layer_too_small_for_the_network_fails_with_a_remedy(client: Client, painting: Tensor) -> None:
    order = Order(as_picture(torch.rand(3, 4, 60)), (Style(as_picture(painting)),), parameters=QUICK)
    job = client.start(order)
    assert job.wait(SECONDS) and job.problem is not None
    assert job.problem.code == "INVALID_ARGUMENT" and "Detail" in job.problem.remedy


def test_a_job_can_start_from_an_earlier_result(client: Client, photograph: Tensor, painting: Tensor) -> None:
    content, styles = as_picture(photograph), (Style(as_picture(painting)),)
    first = painted(client, Order(content, styles, parameters=QUICK))
    one_more = {**QUICK, "init": "previous", "scales": 1, "iterations": 1}
    losses: list[float] = []
    callbacks = Callbacks(progress=lambda progress: losses.append(progress.loss))
    painted(client, Order(content, styles, parameters=one_more, start=first), callbacks)
    fresh: list[float] = []
    callbacks = Callbacks(progress=lambda progress: fresh.append(progress.loss))
    painted(client, Order(content, styles, parameters={**one_more, "init": "content"}), callbacks)
    assert losses[0] < 0.8 * fresh[0]


def test_describe_tells_everything_a_dialog_needs(client: Client) -> None:
    description = client.describe()
    assert description.presets[0].name == "Impasto" and description.device and description.version
    names = {parameter.name for parameter in description.parameters}
    for preset in description.presets:
        assert set(preset.parameters) == names and preset.label and preset.description
    for parameter in description.parameters:
        assert parameter.label and parameter.help and parameter.kind and parameter.group
        if parameter.kind == wire.Parameter.CHOICE:
            assert parameter.choices
        if parameter.kind in (wire.Parameter.NUMBER, wire.Parameter.INTEGER):
            assert parameter.minimum < parameter.maximum
    assert {model.name for model in description.models} >= {"vgg19", "vgg16"}
    assert description.limits.max_pixels >= 35_000_000, "an A4 page at 600 dpi"


def test_what_describe_says_of_a_preset_is_taken_back_as_parameters(
    client: Client, photograph: Tensor, painting: Tensor
) -> None:
    johnson = next(each for each in client.describe().presets if each.name == "Johnson")
    values = {**plain_values(johnson.parameters), "size": 64, "iterations": 2}
    painted(client, Order(as_picture(photograph), (Style(as_picture(painting)),), "Johnson", values))
