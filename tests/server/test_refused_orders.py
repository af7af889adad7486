"""Bad input is refused with the right status, the field's name and a remedy, before it takes a place in the queue."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import grpc
import imagecodecs
import pytest
from google.rpc import error_details_pb2
from grpc_status import rpc_status

from plugin_common.client import Client
from plugin_common.order import Order, Picture, Region, Style
from plugin_common.problem import Problem
from plugin_common.transfer import requests_of
from plugin_common.wire import impasto_pb2 as wire
from plugin_common.wire.impasto_pb2_grpc import ImpastoStub
from server.limits import Limits
from tests.tools.running_service import (
    TOKEN,
    RunningService,
    mask,
    order,
    picture,
    quick_engine,
    running_service,
)

LIMITS = Limits(max_pixels=10_000, max_total_pixels=25_000, max_styles=3, max_regions=2)


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningService]:
    with running_service(quick_engine, tmp_path_factory.mktemp("results"), LIMITS) as running:
        yield running


@pytest.fixture(scope="module")
def client(service: RunningService) -> Iterator[Client]:
    with service.client() as connected:
        yield connected


@pytest.fixture(scope="module")
def stub(service: RunningService) -> Iterator[ImpastoStub]:
    with grpc.insecure_channel(service.address) as channel:
        yield ImpastoStub(channel)


def problem(client: Client, wanted: Order) -> Problem:
    job = client.start(wanted)
    assert job.wait(10)
    assert job.problem is not None, "it was accepted"
    return job.problem


def cmyk_profile() -> bytes:
    profile = bytearray(imagecodecs.cms_profile("srgb"))
    profile[16:20] = b"CMYK"
    return bytes(profile)


def with_content(**changes: object) -> Order:
    return order(dataclasses.replace(picture(), **changes))  # type: ignore[arg-type]


def with_style(**changes: object) -> Order:
    return Order(picture(), (Style(dataclasses.replace(picture(), **changes)),))  # type: ignore[arg-type]


def transparent() -> bytes:
    return bytes([9, 9, 9, 0]) * (12 * 8)


TEXTURE = {"mode": "texture", "width": 12, "height": 8}

BAD_ORDERS: dict[str, tuple[Order, str]] = {
    "zero width": (with_content(width=0, pixels=b""), "content.width"),
    "zero height of a style": (with_style(height=0, pixels=b""), "styles[0].image.height"),
    "no style": (Order(picture(), ()), "styles"),
    "unknown preset": (order(preset="Rembrandt"), "preset"),
    "unknown parameter": (order(parameters={"sparkle": 1.0}), "sparkle"),
    "parameter out of range": (order(parameters={"style_strength": 1e9}), "style_strength"),
    "parameter of the wrong kind": (order(parameters={"size": "large"}), "size"),
    "NaN parameter": (order(parameters={"smoothness": math.nan}), "smoothness"),
    "NaN style weight": (Order(picture(), (Style(picture(), math.nan),)), "styles[0].weight"),
    "negative style weight": (
        Order(picture(), (Style(picture()), Style(picture(), -1.0))),
        "styles[1].weight",
    ),
    "missing chunks": (with_content(pixels=b"\0" * 100), "content"),
    "missing mask bytes": (order(apply_mask=dataclasses.replace(mask(), pixels=b"")), "apply_mask"),
    "too many bytes": (with_content(pixels=b"\xff" * 1000), "chunk.data"),
    "mask of the wrong size": (order(apply_mask=mask(8, 12)), "apply_mask"),
    "empty mask": (order(apply_mask=mask(value=0)), "apply_mask"),
    "transparent content": (with_content(pixels=transparent()), "content"),
    "transparent style": (with_style(pixels=transparent()), "styles[0].image"),
    "profile that is no profile": (with_content(icc_profile=b"sRGB, honestly"), "content.icc_profile"),
    "profile for print": (with_content(icc_profile=cmyk_profile()), "content.icc_profile"),
    "broken profile of a style": (
        with_style(icc_profile=imagecodecs.cms_profile("srgb")[:200]),
        "styles[0].image.icc_profile",
    ),
    "region of no style": (order(regions=(Region(mask(), 1),)), "regions[0].style"),
    "region mask of the wrong size": (order(regions=(Region(mask(3, 3), 0),)), "regions[0].content_mask"),
    "empty region mask": (order(regions=(Region(mask(value=0), 0),)), "regions[0].content_mask"),
    "style mask of the wrong size": (order(regions=(Region(mask(), 0, mask()),)), "regions[0].style_mask"),
    "previous without a start": (order(parameters={"init": "previous"}), "start"),
    "no content": (Order(None, (Style(picture()),)), "content"),
    "texture of no height": (
        Order(None, (Style(picture()),), parameters={"mode": "texture", "width": 9}),
        "height",
    ),
    "texture without a layer in the layer's colours": (
        Order(None, (Style(picture()),), parameters={**TEXTURE, "colors": "match"}),
        "colors",
    ),
    "texture without a style": (Order(None, (), parameters=TEXTURE), "styles"),
    "region without any style": (
        Order(picture(), (), parameters={"mode": "content"}, regions=(Region(mask(), 0),)),
        "regions[0].style",
    ),
    "unknown layer of the network": (order(parameters={"style_taps": "conv1_1 conv9_9"}), "style_taps"),
    "another network's layers": (order(parameters={"network": "resnet50-random"}), "content_taps"),
    "nothing that pulls": (order(parameters={"content_weight": 0.0, "style_weight": 0.0}), "style_weight"),
}

TOO_MUCH: dict[str, tuple[Order, str]] = {
    "too many pixels": (order(picture(200, 100)), "max_pixels"),
    "too many pixels in all": (
        Order(picture(100, 100), tuple(Style(picture(100, 100)) for _ in range(2))),
        "max_total_pixels",
    ),
    "too large a texture": (
        Order(None, (Style(picture()),), parameters={"mode": "texture", "width": 200, "height": 100}),
        "max_pixels",
    ),
    "too many styles": (Order(picture(), tuple(Style(picture()) for _ in range(4))), "max_styles"),
    "too many regions": (order(regions=(Region(mask(), 0),) * 3), "max_regions"),
}


@pytest.mark.parametrize("case", BAD_ORDERS)
def test_a_bad_order_is_refused_with_the_fields_name_and_a_remedy(client: Client, case: str) -> None:
    wanted, field = BAD_ORDERS[case]
    found = problem(client, wanted)
    assert (found.code, found.field) == ("INVALID_ARGUMENT", field)
    assert found.sentence.endswith((".", ")")) and found.remedy.endswith(".")
    assert client.list_jobs() == []


def test_an_unknown_layers_remedy_lists_the_known_ones(client: Client) -> None:
    found = problem(client, order(parameters={"style_taps": "conv9_9"}))
    assert "conv9_9" in found.sentence and "conv1_1" in found.remedy and "conv5_4" in found.remedy


@pytest.mark.parametrize(
    "wanted",
    [
        Order(picture(), (), parameters={"mode": "content"}),
        Order(None, (Style(picture()),), parameters=TEXTURE),
        order(parameters={"mode": "texture", "content_taps": "a_layer_that_is_not_used"}),
    ],
    ids=["content alone", "style alone", "unused tap"],
)
def test_a_mode_takes_an_order_with_only_what_it_needs(service: RunningService, wanted: Order) -> None:
    with service.client() as own:
        job = own.start(wanted)
        assert job.wait(10)
        assert job.problem is None
        assert job.picture is not None and (job.picture.width, job.picture.height) == (12, 8)
        own.forget(job.job_id)


@pytest.mark.parametrize("case", TOO_MUCH)
def test_an_order_beyond_a_limit_is_refused_with_the_limits_name(client: Client, case: str) -> None:
    wanted, limit = TOO_MUCH[case]
    found = problem(client, wanted)
    assert (found.code, found.field) == ("RESOURCE_EXHAUSTED", limit)
    assert any(character.isdigit() for character in found.remedy)


def messages(change: Callable[[list[wire.StylizeRequest]], None]) -> list[wire.StylizeRequest]:
    """A good order's messages, changed."""
    good = list(requests_of(order()))
    change(good)
    return good


def gap(good: list[wire.StylizeRequest]) -> None:
    good[1].chunk.offset = 4


def overlap(good: list[wire.StylizeRequest]) -> None:
    good.insert(2, good[1])


def unknown_id(good: list[wire.StylizeRequest]) -> None:
    good[1].chunk.id = 99


def double_id(good: list[wire.StylizeRequest]) -> None:
    good[0].spec.styles[0].image.id = good[0].spec.content.id


def too_large(good: list[wire.StylizeRequest]) -> None:
    good[1].chunk.data = bytes(LIMITS.max_chunk_bytes + 1)


def unknown_depth(good: list[wire.StylizeRequest]) -> None:
    good[0].spec.content.depth = 17  # type: ignore[assignment]


def no_value(good: list[wire.StylizeRequest]) -> None:
    good[0].spec.parameters["seed"].SetInParent()


def no_spec(good: list[wire.StylizeRequest]) -> None:
    del good[0]


def nothing(good: list[wire.StylizeRequest]) -> None:
    good.clear()


def second_spec(good: list[wire.StylizeRequest]) -> None:
    good.append(good[0])


BAD_MESSAGES = {
    gap: "chunk.offset",
    overlap: "chunk.offset",
    unknown_id: "chunk.id",
    double_id: "styles[0].image.id",
    too_large: "chunk.data",
    unknown_depth: "content.depth",
    no_value: "seed",
    no_spec: "spec",
    nothing: "spec",
    second_spec: "chunk",
}


@pytest.mark.parametrize("change", BAD_MESSAGES, ids=lambda change: change.__name__)
def test_messages_that_do_not_fit_carry_the_details_of_google_rpc(
    stub: ImpastoStub, change: Callable[[list[wire.StylizeRequest]], None]
) -> None:
    with pytest.raises(grpc.RpcError) as raised:
        list(stub.Stylize(iter(messages(change)), metadata=(("authorization", f"Bearer {TOKEN}"),)))
    status = rpc_status.from_call(raised.value)
    assert status is not None and raised.value.code() == grpc.StatusCode.INVALID_ARGUMENT
    request, failed = error_details_pb2.BadRequest(), wire.Failed()
    assert status.details[0].Unpack(request) and status.details[1].Unpack(failed)
    assert request.field_violations[0].field == failed.field == BAD_MESSAGES[change]
    assert failed.sentence and failed.remedy


def test_a_limit_carries_a_quota_failure(stub: ImpastoStub) -> None:
    wanted, limit = TOO_MUCH["too many pixels"]
    with pytest.raises(grpc.RpcError) as raised:
        list(stub.Stylize(requests_of(wanted), metadata=(("authorization", f"Bearer {TOKEN}"),)))
    quota = error_details_pb2.QuotaFailure()
    assert rpc_status.from_call(raised.value).details[0].Unpack(quota)
    assert quota.violations[0].subject == limit


def test_a_good_order_passes_the_same_gate(client: Client) -> None:
    everything = order(
        regions=(Region(mask(), 0, mask(10, 6)),),
        apply_mask=mask(value=9),
        start=picture(5, 5),
        parameters={"init": "previous", "seed": 3, "size": 64.0},
    )
    job = client.start(everything)
    assert job.wait(10) and job.problem is None
    client.forget(job.job_id)


def test_a_picture_of_any_depth_is_taken(client: Client) -> None:
    for depth in ("u8", "u16", "f32"):
        job = client.start(order(picture(depth=depth)))
        assert job.wait(10) and job.picture is not None and job.picture.depth == depth
        client.forget(job.job_id)


def test_an_unknown_depth_is_refused_before_anything_is_sent(client: Client) -> None:
    from plugin_common.problem import ImpastoProblem

    with pytest.raises(ImpastoProblem, match="u8, u16 or f32"):
        client.start(order(Picture(1, 1, "u32", b"1234")))


def test_a_fresh_folder_is_not_needed(tmp_path: Path) -> None:
    with (
        running_service(quick_engine, tmp_path / "not" / "made" / "yet") as running,
        running.client() as client,
    ):
        assert client.start(order()).wait(10)
