"""The queue, the watchers and the kept results, with an engine whose every iteration the test allows."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from plugin_common.callbacks import Callbacks
from plugin_common.client import Client
from plugin_common.problem import ImpastoProblem
from plugin_common.wire import impasto_pb2 as wire
from server.limits import Limits
from tests.tools.running_service import (
    RunningService,
    SteppedEngine,
    order,
    quick_engine,
    running_service,
    values_of,
)

SECONDS = 10


@pytest.fixture
def engine() -> SteppedEngine:
    return SteppedEngine()


@pytest.fixture
def service(engine: SteppedEngine, tmp_path: Path) -> Iterator[RunningService]:
    with running_service(engine, tmp_path) as running:
        yield running
        engine.allow(1000)


@pytest.fixture
def client(service: RunningService) -> Iterator[Client]:
    with service.client() as connected:
        yield connected


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.01)


def heard() -> tuple[queue.SimpleQueue, Callbacks]:
    """Callbacks that put (name, value) into a queue."""
    events: queue.SimpleQueue = queue.SimpleQueue()

    def into(name: str) -> Callable[[object], None]:
        return lambda value: events.put((name, value))

    return events, Callbacks(**{name: into(name) for name in Callbacks.__dataclass_fields__})


def names(events: queue.SimpleQueue) -> list[str]:
    found = []
    while not events.empty():
        found.append(events.get()[0])
    return found


def job_of(client: Client, job_id: str) -> wire.Job:
    return next(job for job in client.list_jobs() if job.job_id == job_id)


def test_a_job_tells_its_whole_story_in_order(client: Client, engine: SteppedEngine) -> None:
    events, callbacks = heard()
    job = client.start(order(), callbacks)
    engine.allow(2)
    story = [events.get(timeout=SECONDS)[0]]
    while not {"preview", "progress"} <= set(story):
        story.append(events.get(timeout=SECONDS)[0])
    engine.allow(1)
    assert job.wait(SECONDS)
    assert story[0] == "accepted"
    assert names(events)[-2:] == ["result", "done"]
    assert job.picture is not None and job.problem is None


def test_the_second_job_waits_and_hears_its_place_change(client: Client, engine: SteppedEngine) -> None:
    first = client.start(order(parameters={"seed": 1}))
    until(lambda: engine.seeds == [1])
    second = client.start(order(parameters={"seed": 2}))
    until(lambda: len(client.list_jobs()) == 2)
    events, callbacks = heard()
    third = client.start(order(parameters={"seed": 3}), callbacks)
    until(lambda: third.job_id != "")
    assert events.get(timeout=SECONDS)[1].place == 2  # accepted
    client.cancel(second.job_id)
    until(lambda: job_of(client, third.job_id).place == 1)
    engine.allow(6)
    assert first.wait(SECONDS) and third.wait(SECONDS)
    story = list(iter_events(events))
    assert 1 in [value.place for name, value in story if name == "queued"]
    assert story[-1][0] == "done" and engine.seeds == [1, 3]


def iter_events(events: queue.SimpleQueue) -> Iterator[tuple[str, object]]:
    while not events.empty():
        yield events.get()


def test_clients_take_turns_whoever_came_first(service: RunningService, engine: SteppedEngine) -> None:
    with service.client() as greedy, service.client() as modest:
        jobs = [greedy.start(order(parameters={"seed": 1}))]
        until(lambda: engine.seeds == [1])
        for seed in (2, 3):
            jobs.append(greedy.start(order(parameters={"seed": seed})))
            until(lambda: bool(jobs[-1].job_id))
        jobs.append(modest.start(order(parameters={"seed": 9})))
        until(lambda: bool(jobs[-1].job_id))
        engine.allow(12)
        assert all(job.wait(SECONDS) for job in jobs)
    assert engine.seeds == [1, 9, 2, 3]


def test_cancelling_takes_effect_within_one_iteration_and_keeps_the_picture_so_far(
    client: Client, engine: SteppedEngine
) -> None:
    events, callbacks = heard()
    wanted = order()
    job = client.start(wanted, callbacks)
    engine.allow(1)
    until(lambda: bool(job.job_id) and job_of(client, job.job_id).fraction > 0)
    job.cancel()
    time.sleep(0.1)
    engine.allow(1)
    assert job.wait(SECONDS)
    name, value = list(iter_events(events))[-1]
    assert name == "cancelled" and value.has_result
    assert engine.closed.is_set()
    kept = client.fetch(job.job_id)
    assert np.array_equal(values_of(kept)[..., :3], 255 - values_of(wanted.content)[..., :3])
    assert job_of(client, job.job_id).state == wire.Job.CANCELLED


def test_a_waiting_job_is_cancelled_at_once(client: Client, engine: SteppedEngine) -> None:
    client.start(order())
    until(lambda: len(engine.seeds) == 1)
    events, callbacks = heard()
    waiting = client.start(order(), callbacks)
    until(lambda: bool(waiting.job_id))
    waiting.cancel()
    assert waiting.wait(SECONDS)
    name, value = list(iter_events(events))[-1]
    assert name == "cancelled" and not value.has_result
    with pytest.raises(ImpastoProblem, match="no picture"):
        client.fetch(waiting.job_id)


def test_cancelling_right_after_the_start_is_not_lost(client: Client, engine: SteppedEngine) -> None:
    job = client.start(order())
    job.cancel()
    engine.allow(1)
    if not job.wait(2):  # the call was slower than the first iteration: it takes effect after the next
        engine.allow(1)
    assert job.wait(SECONDS)
    assert job.picture is None and job.problem is None


def test_a_late_watcher_hears_the_latest_state_first_and_then_the_end(
    service: RunningService, client: Client, engine: SteppedEngine
) -> None:
    job = client.start(order())
    engine.allow(2)
    until(lambda: bool(job.job_id) and job_of(client, job.job_id).fraction > 0.5)
    watchers = []
    with service.client() as other:
        for _ in range(20):
            events, callbacks = heard()
            watchers.append((events, other.watch(job.job_id, callbacks)))
        for events, _ in watchers:
            name, _value = events.get(timeout=SECONDS)
            assert name in ("progress", "preview")
        engine.allow(1)
        for events, watcher in watchers:
            assert watcher.wait(SECONDS) and watcher.picture is not None
            assert names(events)[-2:] == ["result", "done"]


def test_a_job_goes_on_when_its_client_leaves(service: RunningService, engine: SteppedEngine) -> None:
    with service.client() as leaving:
        job = leaving.start(order())
        engine.allow(1)
        until(lambda: bool(job.job_id))
    engine.allow(2)
    with service.client() as other:
        until(lambda: job_of(other, job.job_id).state == wire.Job.DONE)
        assert other.fetch(job.job_id).width == 12


def test_results_survive_a_restart_of_the_server(tmp_path: Path) -> None:
    wanted = order(label="Sky in the manner of Waves", parameters={"seed": 7})
    with running_service(quick_engine, tmp_path) as first, first.client() as client:
        job = client.start(wanted)
        assert job.wait(SECONDS)
    with running_service(quick_engine, tmp_path) as second, second.client() as client:
        (listed,) = client.list_jobs()
        assert (listed.label, listed.state, listed.has_result) == (wanted.label, wire.Job.DONE, True)
        assert listed.parameters["seed"].integer == 7
        assert len(listed.thumbnail.rgb) == listed.thumbnail.width * listed.thumbnail.height * 3 > 0
        assert client.fetch(job.job_id) == job.picture
        watcher = client.watch(job.job_id)
        assert watcher.wait(SECONDS) and watcher.picture == job.picture


def test_a_forgotten_job_is_gone_from_the_list_and_from_the_disk(tmp_path: Path) -> None:
    with running_service(quick_engine, tmp_path) as service, service.client() as client:
        job = client.start(order())
        assert job.wait(SECONDS)
        client.forget(job.job_id)
        assert client.list_jobs() == [] and list(tmp_path.iterdir()) == []
        for call in (client.fetch, client.cancel, client.forget):
            with pytest.raises(ImpastoProblem) as raised:
                call(job.job_id)
            assert raised.value.problem.code == "NOT_FOUND"
        watcher = client.watch(job.job_id)
        assert watcher.wait(SECONDS) and watcher.problem is not None and watcher.problem.code == "NOT_FOUND"


def test_forgetting_a_running_job_cancels_it_first(client: Client, engine: SteppedEngine) -> None:
    job = client.start(order())
    until(lambda: len(engine.seeds) == 1)
    engine.allow(1000)
    client.forget(job.job_id)
    assert job.wait(SECONDS)
    assert client.list_jobs() == []


def test_the_oldest_results_make_room_for_new_ones(tmp_path: Path) -> None:
    limits = Limits(kept_results=2)
    with running_service(quick_engine, tmp_path, limits) as service, service.client() as client:
        ids = []
        for _ in range(3):
            job = client.start(order())
            assert job.wait(SECONDS)
            ids.append(job.job_id)
        assert [job.job_id for job in client.list_jobs()] == [ids[2], ids[1]]
        assert sorted(folder.name for folder in tmp_path.iterdir()) == sorted(ids[1:])


def test_results_stay_within_their_bytes(tmp_path: Path) -> None:
    with (
        running_service(quick_engine, tmp_path, Limits(kept_bytes=5000)) as service,
        service.client() as client,
    ):
        for _ in range(4):
            assert client.start(order()).wait(SECONDS)
        assert sum(file.stat().st_size for file in tmp_path.rglob("*") if file.is_file()) <= 5000
        assert client.list_jobs()


def test_a_full_line_names_its_limit(engine: SteppedEngine, tmp_path: Path) -> None:
    with running_service(engine, tmp_path, Limits(max_waiting_jobs=1)) as service, service.client() as client:
        client.start(order())
        until(lambda: len(engine.seeds) == 1)
        client.start(order())
        until(lambda: len(client.list_jobs()) == 2)
        refused = client.start(order())
        assert refused.wait(SECONDS) and refused.problem is not None
        assert (refused.problem.code, refused.problem.field) == ("RESOURCE_EXHAUSTED", "max_waiting_jobs")
        engine.allow(100)


def test_an_engine_that_breaks_fails_its_job_only(tmp_path: Path) -> None:
    def breaking(spec):  # type: ignore[no-untyped-def]
        yield from ()
        raise (MemoryError() if spec.settings.seed == 1 else ValueError("a bug"))

    with running_service(breaking, tmp_path) as service, service.client() as client:
        tight = client.start(order(parameters={"seed": 1}))
        broken = client.start(order(parameters={"seed": 2}))
        assert tight.wait(SECONDS) and broken.wait(SECONDS)
        assert tight.problem is not None and tight.problem.code == "RESOURCE_EXHAUSTED"
        assert "Detail" in tight.problem.remedy
        assert broken.problem is not None and broken.problem.code == "INTERNAL"
        assert {job.failed.code for job in client.list_jobs()} == {"RESOURCE_EXHAUSTED", "INTERNAL"}


def test_previews_come_early_and_seldom(tmp_path: Path) -> None:
    engine = SteppedEngine(iterations=60)
    with running_service(engine, tmp_path) as service, service.client() as client:
        events, callbacks = heard()
        job = client.start(order(), callbacks)
        for _ in range(60):
            engine.allow(1)
            time.sleep(0.015)
        assert job.wait(SECONDS)
        story = names(events)
        assert "preview" in story[:4]
        assert 2 <= story.count("preview") <= 5
