"""Messages of the wire contract to plain data, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from plugin_common.wire import impasto_pb2 as wire
from server.commission import Pixels
from server.engine.parameters import Parameter, Value
from server.engine.presets import PRESETS
from server.engine.presets import preset as preset_named
from server.engine.settings import PARAMETERS, Settings
from server.failures import Failure
from server.jobs import events
from server.jobs.card import Card, State
from server.limits import Limits
from server.machine import Machine
from server.painting import Report
from server.refusals import InvalidOrder

_DTYPES = {wire.DEPTH_U8: "u1", wire.DEPTH_U16: "<u2", wire.DEPTH_F32: "<f4"}
_DEPTHS = {np.dtype(dtype): depth for depth, dtype in _DTYPES.items()}
_STATES = {
    State.QUEUED: wire.Job.QUEUED,
    State.RUNNING: wire.Job.RUNNING,
    State.DONE: wire.Job.DONE,
    State.FAILED: wire.Job.FAILED,
    State.CANCELLED: wire.Job.CANCELLED,
}


def settings_of(spec: wire.Spec) -> tuple[str, Settings]:
    """The preset's name, and its settings with the spec's departures. Raises InvalidSetting or InvalidOrder."""
    preset = preset_named(spec.preset)
    values = {name: _plain(name, value) for name, value in spec.parameters.items()}
    return preset.name, preset.settings.with_values(values)


def depth_of(message: wire.Image, field: str) -> np.dtype[Any]:
    """The numpy type of a picture's values. Raises InvalidOrder for an unknown depth."""
    if message.depth not in _DTYPES:
        raise InvalidOrder(
            f"The pixel depth {message.depth} is not known.",
            "Use DEPTH_U8, DEPTH_U16 or DEPTH_F32.",
            f"{field}.depth",
        )
    return np.dtype(_DTYPES[message.depth])


def result_events(pixels: Pixels, chunk_bytes: int) -> Iterator[wire.Event]:
    """The header of a picture and its chunks."""
    image = wire.Image(
        id=1,
        width=pixels.width,
        height=pixels.height,
        depth=_DEPTHS[pixels.values.dtype],
        icc_profile=pixels.icc_profile,
    )
    yield wire.Event(result=wire.Result(image=image))
    view = np.ascontiguousarray(pixels.values).data.cast("B")
    for offset in range(0, len(view), chunk_bytes):
        data = bytes(view[offset : offset + chunk_bytes])
        yield wire.Event(chunk=wire.Chunk(id=1, offset=offset, data=data))


def event_message(event: events.Event) -> wire.Event:
    """One event of a job."""
    match event:
        case events.Queued(place):
            return wire.Event(queued=wire.Queued(place=place))
        case events.Progress():
            return wire.Event(progress=wire.Progress(**vars(event)))
        case events.Preview(rgb):
            return wire.Event(preview=_preview(rgb))
        case events.Finished(report):
            return wire.Event(done=done_message(report))
        case events.Failed(failure):
            return wire.Event(failed=failed_message(failure))
        case events.Cancelled(has_result, reason):
            return wire.Event(cancelled=wire.Cancelled(has_result=has_result, reason=reason))


def done_message(report: Report) -> wire.Done:
    """How a picture came about."""
    return wire.Done(
        seconds=report.seconds,
        iterations=report.iterations,
        loss=report.loss,
        terms=report.terms,
        parameters=_values(report.parameters),
        preset=report.preset,
        stopped=report.stopped,
    )


def failed_message(failure: Failure) -> wire.Failed:
    """What went wrong."""
    return wire.Failed(
        code=failure.code, sentence=failure.sentence, remedy=failure.remedy, field=failure.field
    )


def job_message(card: Card) -> wire.Job:
    """One job as lists show it."""
    return wire.Job(
        job_id=card.job_id,
        state=_STATES[card.state],
        label=card.label,
        preset=card.preset,
        parameters=_values(card.parameters),
        created=card.created,
        width=card.width,
        height=card.height,
        place=card.place,
        fraction=card.fraction,
        has_result=card.has_result,
        thumbnail=None if card.thumbnail is None else _preview(card.thumbnail),
        failed=None if card.failure is None else failed_message(card.failure),
    )


def description_message(machine: Machine, limits: Limits) -> wire.Description:
    """What this server is and can do."""
    return wire.Description(
        version=machine.version,
        device=machine.device,
        models=[
            wire.Model(name=model.name, present=model.present, remedy=model.remedy)
            for model in machine.models
        ],
        presets=[
            wire.Preset(
                name=each.name,
                label=each.label,
                description=each.description,
                parameters=_values(each.settings.values()),
            )
            for each in PRESETS
        ],
        parameters=[_parameter(each) for each in PARAMETERS],
        limits=wire.Limits(
            max_pixels=limits.max_pixels,
            max_styles=limits.max_styles,
            max_regions=limits.max_regions,
            max_chunk_bytes=limits.max_chunk_bytes,
            max_waiting_jobs=limits.max_waiting_jobs,
        ),
    )


def _parameter(parameter: Parameter) -> wire.Parameter:
    return wire.Parameter(
        name=parameter.name,
        label=parameter.label,
        help=parameter.help,
        kind=parameter.kind.upper(),
        group=parameter.group.upper(),
        minimum=parameter.minimum,
        maximum=parameter.maximum,
        logarithmic=parameter.logarithmic,
        choices=[
            wire.Choice(value=each.value, label=each.label, help=each.help) for each in parameter.choices
        ],
    )


def _preview(rgb: NDArray[Any]) -> wire.Preview:
    return wire.Preview(width=rgb.shape[1], height=rgb.shape[0], rgb=rgb.tobytes())


def _plain(name: str, value: wire.Value) -> Value:
    kind = value.WhichOneof("kind")
    if kind is None:
        raise InvalidOrder("The parameter has no value.", "Send a number, a flag or a text.", name)
    plain: Value = getattr(value, kind)
    return plain


def _values(values: Mapping[str, Value]) -> dict[str, wire.Value]:
    return {name: _value(value) for name, value in values.items()}


def _value(value: Value) -> wire.Value:
    if isinstance(value, bool):
        return wire.Value(flag=value)
    if isinstance(value, int):
        return wire.Value(integer=value)
    if isinstance(value, float):
        return wire.Value(number=value)
    return wire.Value(text=value)
