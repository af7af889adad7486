"""init = "again" goes on from the last picture of the same pictures and masks, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import Tensor

from plugin_common.client import Client
from plugin_common.order import Order, Style
from server.engine.spec import Iterate, StyleSpec
from tests.tools.running_service import iterate, mask, order, picture, running_service

AGAIN = {"init": "again"}


class Recording:
    """Paints the negative of the content in one iteration; remembers what each job started from."""

    def __init__(self) -> None:
        self.starts: list[Tensor | None] = []

    def __call__(self, spec: StyleSpec) -> Iterator[Iterate]:
        self.starts.append(spec.start)
        yield iterate(spec, 1, 1)


@pytest.fixture
def engine() -> Recording:
    return Recording()


def paint(client: Client, each: Order) -> None:
    client.start(each).wait(10)


def test_the_last_result_of_the_same_pictures_is_the_start(engine: Recording, tmp_path: Path) -> None:
    with running_service(engine, tmp_path) as service, service.client() as client:
        paint(client, order())
        paint(client, order(parameters={**AGAIN, "style_strength": 2.0}))
    content = torch.tensor(list(picture().pixels)).reshape(8, 12, 4).permute(2, 0, 1)[:3] / 255
    assert engine.starts[0] is None
    assert engine.starts[1] is not None
    assert torch.allclose(engine.starts[1], 1 - content, atol=1e-6)


def test_another_layer_style_or_selection_has_no_last_result(engine: Recording, tmp_path: Path) -> None:
    with running_service(engine, tmp_path) as service, service.client() as client:
        paint(client, order())
        paint(client, order(picture(seed=5), parameters=AGAIN))
        paint(client, Order(picture(), (Style(picture(10, 6, seed=9)),), parameters=AGAIN))
        paint(client, order(apply_mask=mask(), parameters=AGAIN))
    assert engine.starts == [None] * 4


def test_a_result_outlives_the_server_as_a_start(engine: Recording, tmp_path: Path) -> None:
    with running_service(engine, tmp_path) as service, service.client() as client:
        paint(client, order())
    with running_service(engine, tmp_path) as service, service.client() as client:
        paint(client, order(parameters=AGAIN))
    assert engine.starts[1] is not None


def test_a_forgotten_result_is_no_start(engine: Recording, tmp_path: Path) -> None:
    with running_service(engine, tmp_path) as service, service.client() as client:
        job = client.start(order())
        job.wait(10)
        assert job.job_id
        client.forget(job.job_id)
        paint(client, order(parameters=AGAIN))
    assert engine.starts == [None, None]


def test_without_asking_every_run_starts_anew(engine: Recording, tmp_path: Path) -> None:
    with running_service(engine, tmp_path) as service, service.client() as client:
        paint(client, order())
        paint(client, order())
    assert engine.starts == [None, None]


def test_a_picture_that_cannot_be_recognised_again_is_kept_all_the_same(
    engine: Recording, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_memory(_: object) -> str:
        raise MemoryError

    monkeypatch.setattr("server.jobs.studio.subject_of", no_memory)
    with running_service(engine, tmp_path) as service, service.client() as client:
        first = client.start(order())
        first.wait(10)
        assert first.job_id
        assert client.fetch(first.job_id).width == picture().width
        paint(client, order(parameters=AGAIN))
    assert engine.starts == [None, None]
