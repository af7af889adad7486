"""The contract's methods, each a few lines: translate, ask the studio, translate back."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import grpc

from plugin_common.wire import impasto_pb2 as wire
from plugin_common.wire.impasto_pb2_grpc import ImpastoServicer
from server.jobs.events import Event, Finished
from server.jobs.studio import Studio
from server.limits import Limits
from server.machine import Machine
from server.service.errors import answered, streamed
from server.service.translate import (
    description_message,
    done_message,
    event_message,
    job_message,
    result_events,
)
from server.service.upload import receive


class ImpastoService(ImpastoServicer):
    """`impasto.v1.Impasto` over a studio. machine: asked at each Describe, as models may arrive meanwhile."""

    def __init__(self, studio: Studio, machine: Callable[[], Machine], limits: Limits) -> None:
        self._studio = studio
        self._machine = machine
        self._limits = limits

    def Describe(self, request: wire.DescribeRequest, context: grpc.ServicerContext) -> wire.Description:
        return answered(context, lambda: description_message(self._machine(), self._limits))

    def Stylize(
        self, request_iterator: Iterator[wire.StylizeRequest], context: grpc.ServicerContext
    ) -> Iterator[wire.Event]:
        def events() -> Iterator[wire.Event]:
            commission = receive(request_iterator, self._limits)
            card = self._studio.submit(commission, client=context.peer())
            yield wire.Event(accepted=wire.Accepted(job_id=card.job_id, place=card.place))
            del commission
            yield from self._events(card.job_id, context)

        return streamed(context, events)

    def Watch(self, request: wire.JobId, context: grpc.ServicerContext) -> Iterator[wire.Event]:
        return streamed(context, lambda: self._events(request.job_id, context))

    def Cancel(self, request: wire.JobId, context: grpc.ServicerContext) -> wire.Job:
        return answered(context, lambda: job_message(self._studio.cancel(request.job_id)))

    def ListJobs(self, request: wire.ListJobsRequest, context: grpc.ServicerContext) -> wire.JobList:
        return answered(
            context, lambda: wire.JobList(jobs=[job_message(card) for card in self._studio.cards()])
        )

    def Fetch(self, request: wire.JobId, context: grpc.ServicerContext) -> Iterator[wire.Event]:
        def events() -> Iterator[wire.Event]:
            yield from self._picture(request.job_id)
            report = self._studio.card(request.job_id).report
            if report is not None:
                yield wire.Event(done=done_message(report))

        return streamed(context, events)

    def Forget(self, request: wire.JobId, context: grpc.ServicerContext) -> wire.ForgetReply:
        answered(context, lambda: self._studio.forget(request.job_id))
        return wire.ForgetReply()

    def _events(self, job_id: str, context: grpc.ServicerContext) -> Iterator[wire.Event]:
        look_again, events = self._studio.watch(job_id, wanted=context.is_active)
        context.add_callback(look_again)
        for event in events:
            yield from self._messages(job_id, event)

    def _messages(self, job_id: str, event: Event) -> Iterator[wire.Event]:
        if isinstance(event, Finished):
            yield from self._picture(job_id)
        yield event_message(event)

    def _picture(self, job_id: str) -> Iterator[wire.Event]:
        return result_events(self._studio.pixels(job_id), self._limits.max_chunk_bytes)
