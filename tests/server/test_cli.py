from __future__ import annotations

import subprocess
import sys
import time

import pytest

from server.cli import COMMANDS, main
from tests.tools.server_process import REPOSITORY


def run(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "server.cli", *words],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_help_answers_at_once_and_names_every_command() -> None:
    began = time.monotonic()
    result = run("--help")
    assert result.returncode == 0 and time.monotonic() - began < 1
    assert all(name in result.stdout for name in COMMANDS)


def test_help_loads_none_of_the_heavy_libraries() -> None:
    script = (
        "import sys, server.cli\ntry: server.cli.main(['--help'])\nexcept SystemExit: print(*sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, timeout=60
    )
    loaded = set(result.stdout.splitlines()[-1].split())
    assert loaded.isdisjoint({"torch", "numpy", "grpc", "onnxruntime", "rich"})


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])
    assert left.value.code == 0
    assert f"impasto {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words", [[], ["paint"], ["install", "photoshop"], ["serve", "--port", "99999"], ["serve", "--port", "x"]]
)
def test_words_that_cannot_be_used_end_with_code_2(words: list[str]) -> None:
    result = run(*words)
    assert result.returncode == 2 and "Traceback" not in result.stderr
