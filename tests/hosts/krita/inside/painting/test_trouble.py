"""A server that is absent, starts, dies, refuses or is something else: one clear line and a button that helps."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from easel import LONG, PATIENCE, QUICK, Easel

SERVER_PIDS = Path(os.environ["IMPASTO_TESTS_FOLDER"]) / "server.pid"


@pytest.fixture
def elsewhere(easel: Easel) -> Iterator[int]:
    """A free port of this computer that the docker uses as the server's."""
    from impasto import memory

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    easel.ui(lambda: memory.write_setting("address", f"127.0.0.1:{port}"))
    easel.ui(easel.session.connection.ask)
    yield port
    easel.ui(lambda: memory.write_setting("address", ""))
    easel.ui(easel.session.connection.ask)
    easel.wait_until_ready()


def state(easel: Easel) -> str:
    value: str = easel.session.connection.state.value
    return value


def test_the_button_starts_the_server_and_its_death_in_the_middle_is_told_with_a_button_that_helps(
    easel: Easel, elsewhere: int
) -> None:
    document, _, _ = easel.scene()
    row = easel.docker.connection_row
    easel.ui.wait(lambda: state(easel) == "absent")
    assert easel.ui(row.label.text) == "No server is running."
    easel.press(row.button)
    assert easel.ui(row.label.text) == "Starting the server…"
    easel.wait_until_ready()
    easel.choose(parameters=LONG)
    job = easel.stylize()
    easel.ui.wait(lambda: len(job.losses) > 1, PATIENCE)
    os.kill(int(SERVER_PIDS.read_text().split()[-1]), signal.SIGKILL)
    easel.ui.wait(lambda: job.state.value == "failed", 30)
    assert easel.problem()
    assert "Traceback" not in easel.problem()
    assert easel.ui(easel.docker.notice.button.text) == "Start the Server"
    assert easel.names(document) == ["Background", "Paint", "Photo"]
    easel.ui.wait(lambda: state(easel) == "absent")
    easel.press(easel.docker.notice.button)
    easel.wait_until_ready()
    easel.choose(parameters=QUICK)
    easel.paint()
    os.kill(int(SERVER_PIDS.read_text().split()[-1]), signal.SIGTERM)


def test_stylize_without_a_server_is_one_line_with_a_button(easel: Easel, elsewhere: int) -> None:
    easel.scene()
    easel.ui.wait(lambda: state(easel) == "absent")
    easel.press(easel.docker.stylize_button)
    easel.ui.wait(lambda: easel.docker.notice.isVisible())
    assert easel.ui(easel.docker.notice.button.text) == "Start the Server"
    assert not easel.ui(lambda: easel.session.runner.is_busy)


def test_a_server_that_does_not_know_the_token_is_told_in_one_line(easel: Easel) -> None:
    before = os.environ["IMPASTO_TOKEN"]
    easel.wait_until_ready()
    try:
        os.environ["IMPASTO_TOKEN"] = "another"
        easel.ui(easel.session.connection.ask)
        easel.ui.wait(lambda: state(easel) == "refused")
        text = easel.ui(easel.docker.connection_row.label.text)
        assert text and "\n" not in text
        assert easel.ui(easel.docker.connection_row.button.isVisible)
    finally:
        os.environ["IMPASTO_TOKEN"] = before
    easel.press(easel.docker.connection_row.button)
    easel.wait_until_ready()


def test_a_program_that_is_no_impasto_server_is_told_in_one_line(easel: Easel, elsewhere: int) -> None:
    """It takes the connection and answers with something else."""
    listener = socket.create_server(("127.0.0.1", elsewhere))
    answering = threading.Thread(target=answer_nonsense, args=(listener,), daemon=True)
    answering.start()
    easel.ui(easel.session.connection.ask)
    easel.ui.wait(lambda: state(easel) in ("absent", "trouble", "other version"))
    assert "Traceback" not in easel.ui(easel.docker.connection_row.label.text)
    listener.close()


def answer_nonsense(listener: socket.socket) -> None:
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        with connection:
            connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")


@pytest.mark.parametrize(
    "version, fits", [("0.1.0", True), ("0.1.9", True), ("0.2.0", False), ("1.0.0", False)]
)
def test_a_server_of_another_version_is_named(easel: Easel, version: str, fits: bool) -> None:
    from impasto.connection import version_problem

    problem = easel.ui(lambda: version_problem(version))
    assert (problem is None) == fits
    assert fits or version in problem.sentence


def test_closing_the_document_with_a_job_running_is_clean_and_its_result_can_still_be_had(
    easel: Easel,
) -> None:
    _document, _, _ = easel.scene()
    easel.choose(parameters={**LONG, "iterations": 250})
    job = easel.stylize()
    easel.ui.wait(lambda: job.state.value == "running", PATIENCE)
    easel.close_documents()
    easel.ui.wait(lambda: job.state.is_over, PATIENCE)
    assert "closed before its result arrived" in easel.problem()
    other = easel.document()
    row = easel.ui(lambda: easel.docker.history.rows[0])
    assert row.record.job_id == job.job_id
    easel.press(row.insert_button)
    easel.finish()
    assert easel.names(other) == ["Background", "Photo in the style of Paint"]


def test_hiding_the_docker_does_not_stop_the_run(easel: Easel) -> None:
    document, _, _ = easel.scene()
    easel.stylize()
    easel.ui(lambda: easel.docker.setVisible(False))
    easel.finish()
    easel.ui(lambda: easel.docker.setVisible(True))
    assert len(easel.names(document)) == 4
