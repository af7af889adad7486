"""`impasto models`: what a person sees and what a script gets as exit code."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from models import commands
from models.catalogue import catalogue, entry
from models.weights import weights_path

pytestmark = pytest.mark.usefixtures("empty_cache")


def run(*words: str) -> int:
    parser = argparse.ArgumentParser(prog="impasto")
    commands.register(parser.add_subparsers(required=True))
    arguments = parser.parse_args(["models", *words])
    code = arguments.run(arguments)
    assert isinstance(code, int)
    return code


def test_list_shows_every_model_and_where_they_are_kept(
    capsys: pytest.CaptureFixture[str], empty_cache: Path
) -> None:
    assert run("list") == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in catalogue())
    assert str(empty_cache) in printed


def test_fetch_makes_a_model_and_verify_finds_it_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fetch", "vgg16-random") == 0
    assert "vgg16-random: ready" in capsys.readouterr().out
    assert run("verify") == 0
    assert capsys.readouterr().out == "vgg16-random: whole\n"


def test_verify_fails_and_names_the_remedy_for_a_damaged_file(capsys: pytest.CaptureFixture[str]) -> None:
    run("fetch", "vgg16-random")
    path = weights_path(entry("vgg16-random"))
    path.write_bytes(path.read_bytes()[:1000])
    assert run("verify") == 1
    assert (
        "vgg16-random: damaged. Run `impasto models fetch vgg16-random --again`." in capsys.readouterr().err
    )


def test_verify_of_an_empty_cache_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify") == 1
    assert "impasto models fetch" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["list", "fetch", "verify"])
def test_a_cache_out_of_reach_is_a_sentence_not_a_traceback(
    command: str, empty_cache: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty_cache.write_text("a file where the folder should be")
    assert run(command) == 1
    assert "IMPASTO_CACHE" in capsys.readouterr().err


def test_fetch_goes_on_after_a_name_that_does_not_exist(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fetch", "nothing", "vgg16-random") == 1
    printed = capsys.readouterr()
    assert "There is no model named 'nothing'." in printed.err
    assert "vgg16-random: ready" in printed.out


def test_a_file_is_for_one_model(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fetch", "--from", str(tmp_path / "a.pth")) == 2
    assert run("fetch", "vgg19-normalised", "--from", str(tmp_path / "a.pth")) == 1
    assert "There is no file" in capsys.readouterr().err
