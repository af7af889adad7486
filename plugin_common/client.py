"""The client of the Impasto server that every plug-in uses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import grpc

from plugin_common.call_errors import problem_of_call
from plugin_common.callbacks import Callbacks
from plugin_common.order import Order, Picture
from plugin_common.problem import ImpastoProblem, Problem
from plugin_common.running_job import RunningJob
from plugin_common.token import read_token
from plugin_common.transfer import PictureAssembly, requests_of
from plugin_common.wire import impasto_pb2 as wire
from plugin_common.wire.impasto_pb2_grpc import ImpastoStub

DEFAULT_ADDRESS = "127.0.0.1:7860"
_ANSWER_SECONDS = 20.0
_CHANNEL_OPTIONS = (
    ("grpc.max_receive_message_length", 64 << 20),
    # A proxy of the environment must never stand between an editor and the server on the same machine.
    ("grpc.enable_http_proxy", 0),
    # Each client has its own connection: it does not inherit another one's back-off, and queues fairly.
    ("grpc.use_local_subchannel_pool", 1),
    ("grpc.http2.lookahead_bytes", 8 << 20),
    ("grpc.keepalive_time_ms", 30_000),
)


class Client:
    """A connection to an Impasto server. Every method may be called from any thread and raises ImpastoProblem."""

    def __init__(self, address: str = DEFAULT_ADDRESS, token: str | None = None) -> None:
        """address: "host:port". token: left out, it is read where `impasto serve` left it."""
        self.address = address
        self._token = token
        self._channel = grpc.insecure_channel(address, options=_CHANNEL_OPTIONS)
        self._unanswered: set[Any] = set()
        self._stub: Any = ImpastoStub(self._channel)  # type: ignore[no-untyped-call]

    def describe(self, timeout: float = _ANSWER_SECONDS) -> wire.Description:
        """What the server is and can do."""
        description: wire.Description = self._ask(self._stub.Describe, wire.DescribeRequest(), timeout)
        return description

    def start(self, order: Order, callbacks: Callbacks | None = None) -> RunningJob:
        """Sends the order and returns at once; the callbacks hear what becomes of it."""
        job = RunningJob(callbacks or Callbacks(), self._cancel_soon, self.address)
        requests = job.uploading(requests_of(order))
        job.read(self._stub.Stylize(requests, metadata=self._metadata()))
        return job

    def watch(self, job_id: str, callbacks: Callbacks | None = None) -> RunningJob:
        """Follows a job that was started earlier, perhaps by another program; returns at once."""
        job = RunningJob(callbacks or Callbacks(), self._cancel_soon, self.address, job_id)
        job.read(self._stub.Watch(wire.JobId(job_id=job_id), metadata=self._metadata()))
        return job

    def fetch(self, job_id: str) -> Picture:
        """The result of a finished job, or what a cancelled one had painted."""
        assembly: PictureAssembly | None = None
        try:
            for event in self._stub.Fetch(wire.JobId(job_id=job_id), metadata=self._metadata()):
                if event.HasField("result"):
                    assembly = PictureAssembly(event.result.image)
                elif event.HasField("chunk") and assembly is not None:
                    assembly.add(event.chunk)
        except grpc.RpcError as error:
            raise ImpastoProblem(problem_of_call(error, self.address)) from error
        if assembly is None:
            raise ImpastoProblem(
                Problem("NOT_FOUND", "The server sent no picture.", "Start the job again.", "job_id")
            )
        return assembly.picture()

    def list_jobs(self) -> list[wire.Job]:
        """Every job the server knows, newest first."""
        jobs: wire.JobList = self._ask(self._stub.ListJobs, wire.ListJobsRequest())
        return list(jobs.jobs)

    def cancel(self, job_id: str) -> wire.Job:
        """Stops a job within one iteration; what it has painted can be fetched."""
        job: wire.Job = self._ask(self._stub.Cancel, wire.JobId(job_id=job_id))
        return job

    def forget(self, job_id: str) -> None:
        """Drops a job and its result; a running one is cancelled first."""
        self._ask(self._stub.Forget, wire.JobId(job_id=job_id))

    def healthy(self, timeout: float = 1.0) -> bool:
        """Whether a gRPC server answers here and says that it serves."""
        # The health service's two messages, written out: editors lack the package grpcio-health-checking.
        check: Callable[..., bytes] = self._channel.unary_unary("/grpc.health.v1.Health/Check", None, None)
        try:
            return check(b"", timeout=timeout) == b"\x08\x01"
        except grpc.RpcError:
            return False

    def close(self) -> None:
        """Ends the connection. Jobs on the server go on."""
        self._channel.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _ask(self, method: Callable[..., Any], message: object, timeout: float = _ANSWER_SECONDS) -> Any:
        try:
            return method(message, timeout=timeout, metadata=self._metadata())
        except grpc.RpcError as error:
            raise ImpastoProblem(problem_of_call(error, self.address)) from error

    def _cancel_soon(self, job_id: str) -> None:
        message = wire.JobId(job_id=job_id)
        call = self._stub.Cancel.future(message, timeout=_ANSWER_SECONDS, metadata=self._metadata())
        # A call that nothing refers to any more is cancelled by grpcio before it is sent.
        self._unanswered.add(call)
        call.add_done_callback(self._unanswered.discard)

    def _metadata(self) -> tuple[tuple[str, str], ...]:
        token = self._token if self._token is not None else read_token()
        return (("authorization", f"Bearer {token}"),) if token else ()
