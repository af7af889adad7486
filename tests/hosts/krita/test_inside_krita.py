"""Runs the tests of inside/ in a real Krita, against the real server, and reports each as a test of its own.

Each folder of inside/ is one life of Krita: `painting`; then `leaving`, in which Krita is quit while a job runs, and
`returning`, the next start with the same home.
"""

from __future__ import annotations

import ast
import warnings
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from krita_session import ROOT, KritaSession
from server_process import TOKEN, pictures, running_server, server_script

INSIDE = Path(__file__).parent / "inside"
OUT = ROOT / "out" / "krita"
# SIGSEGV. Seen once in some twenty lives of Krita 5.1.5, when a document was opened right after another was closed
CRASHED = (-11, 139)

pytestmark = pytest.mark.needs_krita


@dataclass(frozen=True)
class Outcome:
    """report: of the failed cases; cases: how many ran under this name."""

    cases: int
    report: str
    skipped: str


@dataclass(frozen=True)
class Life:
    """What one start of Krita left: the outcomes by test name, and everything it said."""

    outcomes: dict[str, Outcome]
    said: str
    uncaught: str
    code: int


def inner_tests(folder: str) -> list[str]:
    """The names of the test functions, read from the source: only Krita can import it."""
    names = []
    for path in sorted((INSIDE / folder).glob("test_*.py")):
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                names.append(f"{path.stem}::{node.name}")
    return names


@pytest.fixture(scope="session")
def server(folder: Path) -> Iterator[str]:
    with running_server(folder) as address:
        yield address


@pytest.fixture(scope="session")
def painting(session: KritaSession, server: str, folder: Path) -> Life:
    return live(session, server, folder, "painting")


@pytest.fixture(scope="session")
def leaving(painting: Life, session: KritaSession, server: str, folder: Path) -> Life:
    return live(session, server, folder, "leaving")


@pytest.fixture(scope="session")
def returning(leaving: Life, session: KritaSession, server: str, folder: Path) -> Life:
    session.write_setting("theme", "Theme", "Krita bright")
    return live(session, server, folder, "returning")


def live(session: KritaSession, server: str, folder: Path, chapter: str) -> Life:
    """Start Krita, run one folder of tests in it, read what it left."""
    out = OUT / chapter
    variables = {
        "IMPASTO_ADDRESS": server,
        "IMPASTO_TOKEN": TOKEN,
        "IMPASTO_SERVER": str(server_script(folder)),
        "IMPASTO_TESTS_PICTURES": str(pictures(folder)),
        "IMPASTO_TESTS_SCREENSHOTS": str(OUT),
        "IMPASTO_TESTS_FOLDER": str(folder),
    }
    code = session.run(INSIDE / chapter, out, variables)
    if code in CRASHED and "<no Python frame>" in tail(out / "krita.log"):
        (out / "krita.log").rename(out / "krita-crash.log")
        warnings.warn(f"Krita itself crashed in '{chapter}', outside any Python; one more try", stacklevel=2)
        code = session.run(INSIDE / chapter, out, variables)
    return Life(
        outcomes=read_outcomes(out / "junit.xml"),
        said=tail(out / "report.txt") + tail(out / "krita.log"),
        uncaught=tail(out / "uncaught.txt"),
        code=code,
    )


def read_outcomes(path: Path) -> dict[str, Outcome]:
    """From pytest's own report; empty when Krita ended before it was written."""
    if not path.exists():
        return {}
    outcomes: dict[str, Outcome] = {}
    for case in ElementTree.parse(path).iter("testcase"):
        function = case.get("name", "").partition("[")[0]
        name = f"{case.get('classname', '').rpartition('.')[2]}::{function}"
        bad = [child.text or "" for child in case if child.tag in ("failure", "error")]
        skipped = [child.get("message", "") for child in case if child.tag == "skipped"]
        before = outcomes.get(name, Outcome(0, "", ""))
        report = before.report + "".join(f"{case.get('name')}\n{text}\n" for text in bad)
        outcomes[name] = Outcome(before.cases + 1, report, "".join(skipped))
    return outcomes


def tail(path: Path) -> str:
    return path.read_text(errors="replace")[-6000:] if path.exists() else ""


def check(life: Life, name: str) -> None:
    outcome = life.outcomes.get(name)
    if outcome is None:
        pytest.fail(
            f"Krita ended (exit code {life.code}) without a result for {name}:\n{life.said}", pytrace=False
        )
    if outcome.skipped:
        pytest.skip(outcome.skipped)
    if outcome.report:
        pytest.fail(outcome.report, pytrace=False)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", inner_tests("painting"))
def test_painting(painting: Life, name: str) -> None:
    check(painting, name)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", inner_tests("leaving"))
def test_leaving(leaving: Life, name: str) -> None:
    check(leaving, name)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("name", inner_tests("returning"))
def test_returning(returning: Life, name: str) -> None:
    check(returning, name)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("chapter", ["painting", "leaving", "returning"])
def test_krita_ends_cleanly_without_an_uncaught_error_or_a_modal_box(
    chapter: str, request: pytest.FixtureRequest
) -> None:
    life: Life = request.getfixturevalue(chapter)
    assert life.uncaught == ""
    assert life.code == 0
    assert "Traceback" not in life.said


def test_every_life_has_tests() -> None:
    assert all(
        inner_tests(chapter.name)
        for chapter in INSIDE.iterdir()
        if chapter.is_dir() and chapter.name[0] != "_"
    )
