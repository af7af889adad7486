"""`impasto figures`: a captioned contact sheet for every method, to judge by eye."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.figures.run import Bench
    from server.figures.study import Study

    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

DEFAULT = 128  # long side, in pixels, of a panel in most studies
PANEL = 176  # long side, on the sheet, of a panel painted at the default size


def register(subparsers: Subparsers) -> None:
    """Adds `figures` to a command line."""
    parser = subparsers.add_parser("figures", help="paint a contact sheet for every method")
    parser.add_argument("--only", metavar="NAME", action="append", help="this study; may be given again")
    parser.add_argument(
        "--size",
        metavar="N",
        type=_pixels,
        help=f"long side in pixels of a study's largest panel (default: {DEFAULT}, more where a study needs it)",
    )
    parser.add_argument(
        "--iterations",
        metavar="N",
        type=_count,
        default=30,
        help="evaluations a scale, at most (default: %(default)s)",
    )
    parser.add_argument(
        "--content", metavar="FILE", type=Path, help="photograph (default: scikit-image's cat)"
    )
    parser.add_argument(
        "--style", metavar="FILE", type=Path, action="append", default=[], help="style picture; up to three"
    )
    parser.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("out/figures"), help="default: %(default)s"
    )
    parser.add_argument("--list", action="store_true", help="name the studies and stop")
    parser.set_defaults(run=figures)


def figures(arguments: argparse.Namespace) -> int:
    """Paints the sheets. Returns the exit code."""
    from server.figures.studies import STUDIES

    by_name = {study.name: study for study in STUDIES}
    if arguments.list:
        for study in STUDIES:
            print(f"{study.name:24} {study.title}")
        return 0
    for name in arguments.only or ():
        if name not in by_name:
            return _refused(f"there is no study '{name}'. Choose from: {', '.join(by_name)}.")

    from server.figures.normalised import ensure_normalised
    from server.figures.pictures import UnreadablePicture, load
    from server.figures.run import Bench
    from server.networks import best_device, standard_networks

    try:
        pictures = load(arguments.content, tuple(arguments.style[:3]))
        arguments.out.mkdir(parents=True, exist_ok=True)
    except UnreadablePicture as problem:
        return _refused(str(problem))
    except OSError as problem:
        return _refused(f"{arguments.out} cannot be written to ({problem.strerror}). Choose another --out.")
    networks = standard_networks(best_device())
    wanted = tuple(dict.fromkeys(arguments.only or by_name))
    if "normalised-weights" in wanted:
        print(ensure_normalised(), end="", flush=True)
    for name in wanted:
        study = by_name[name]
        size = (arguments.size or DEFAULT * study.size) / study.size
        _make(study, Bench(networks, pictures, size, arguments.iterations), arguments.out)
    print(f"Done: {arguments.out / 'index.html'}")
    return 0


def _make(study: Study, bench: Bench, folder: Path) -> None:
    from server.figures import index
    from server.figures.run import cells
    from server.figures.sheet import draw_sheet
    from server.figures.studies import STUDIES

    began = time.perf_counter()
    print(f"{study.name}: {study.title}", flush=True)
    made = list(cells(study, bench, lambda caption: print(f"  {caption}", flush=True)))
    side = round(PANEL * study.size)
    sources = (bench.pictures.content, *bench.pictures.styles)
    used = max((index for panel in study.panels for index in panel.styles), default=0) + 2
    sheet = draw_sheet(study.title, made, study.columns, sources[:used], side, study.plots)
    sheet.save(folder / f"{study.name}.png")
    seconds = time.perf_counter() - began
    index.write(folder, STUDIES, index.entry(study, f"{study.name}.png", made, bench, seconds))
    print(f"  {seconds:.0f} s", flush=True)


def _refused(sentence: str) -> int:
    print(f"impasto figures: {sentence}", file=sys.stderr)
    return 2


def _pixels(text: str) -> int:
    if not text.isdecimal() or not 64 <= int(text) <= 4096:
        raise argparse.ArgumentTypeError(f"'{text}' is no size: choose a number of pixels from 64 to 4096")
    return int(text)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 100000:
        raise argparse.ArgumentTypeError(f"'{text}' is no count: choose a number from 1 to 100000")
    return int(text)
