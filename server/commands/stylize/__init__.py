"""`impasto stylize`: paint a picture file in the manner of others, in this process or on a server."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from server.engine.parameters import Parameter
from server.engine.presets import PRESETS
from server.engine.settings import PARAMETERS

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

_BAD_INPUT = ("INVALID_ARGUMENT", "RESOURCE_EXHAUSTED", "NOT_FOUND")
_INTERRUPTED = 130


def register(subparsers: Subparsers) -> None:
    """Adds `stylize` to a command line; one flag for each parameter of the engine."""
    parser = subparsers.add_parser(
        "stylize",
        help="paint a picture file in the manner of others",
        usage="impasto stylize [options] CONTENT STYLE [STYLE ...] -o FILE",
        description="Paint CONTENT in the manner of the STYLE pictures. Ctrl+C stops and writes the picture so far. "
        "With --mode content no STYLE is needed; with --mode texture and --width and --height every picture is a STYLE.",
    )
    _add_files(parser)
    group = parser.add_argument_group("parameters (default: the preset's)")
    for parameter in PARAMETERS:
        _add_parameter(group, parameter)
    parser.set_defaults(run=stylize)


def stylize(arguments: argparse.Namespace) -> int:
    """Paints and writes the files asked for. Returns the exit code; 2 for input that cannot be used."""
    from plugin_common.problem import ImpastoProblem
    from server.commands.stylize.order import order_of
    from server.commands.stylize.paint import paint_order
    from server.failures import failure_of

    try:
        outcome = paint_order(order_of(arguments))
    except ImpastoProblem as error:
        code, sentence, field = error.problem.code, str(error.problem), error.problem.field
    except Exception as error:
        failure = failure_of(error)
        if failure.code == "INTERNAL":
            raise
        code, sentence, field = failure.code, f"{failure.sentence} {failure.remedy}", failure.field
    else:
        print(f"{arguments.output}{'' if outcome.stopped == 'finished' else f' ({outcome.stopped})'}")
        return 0 if outcome.complete else _INTERRUPTED
    print(
        f"impasto stylize: {field}: {sentence}" if field else f"impasto stylize: {sentence}", file=sys.stderr
    )
    return 2 if code in _BAD_INPUT else 1


def parameter_values(arguments: argparse.Namespace) -> dict[str, float | int | bool | str]:
    """The parameters that were given on the command line."""
    given = {parameter.name: getattr(arguments, parameter.name) for parameter in PARAMETERS}
    return {name: value for name, value in given.items() if value is not None}


def _add_files(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("pictures", type=Path, nargs="+", metavar="PICTURE", help="the content, then the styles")
    add("-o", "--output", type=Path, required=True, metavar="FILE", help="png, jpg, webp or tif")
    add("--preset", default="", help="; ".join(f"{each.name}: {each.description}" for each in PRESETS))
    add("--style-blend", metavar="W,W,...", help="a weight for each style picture, e.g. 1,2")
    add("--mask", type=Path, metavar="FILE", help="paint only where this picture is white")
    add(
        "--region",
        action="append",
        default=[],
        metavar="CONTENT_MASK=STYLE_INDEX[=STYLE_MASK]",
        help="paint a part with one style (the first is 0), or with a part of it; may be repeated",
    )
    add("--start", type=Path, metavar="FILE", help="an earlier result to go on from (sets --init previous)")
    add(
        "--snapshots",
        type=Path,
        metavar="DIR",
        help="write the picture as it grows, a contact sheet and the losses into this folder",
    )
    add(
        "--every",
        type=int,
        default=10,
        metavar="N",
        help="iterations between snapshots (default: %(default)s)",
    )
    add("--loss-plot", type=Path, metavar="FILE", help="draw the curve of each loss term (png, pdf or svg)")
    add(
        "--output-size",
        choices=("content", "working"),
        default="content",
        help="the content's size (default), or the size at which it was painted",
    )
    add("--server", metavar="HOST:PORT", help="paint on a running server instead of in this process")


def _add_parameter(group: argparse._ArgumentGroup, parameter: Parameter) -> None:
    flag = f"--{parameter.name.replace('_', '-')}"
    text = parameter.help.replace("%", "%%")
    if parameter.kind == "flag":
        group.add_argument(flag, action=argparse.BooleanOptionalAction, default=None, help=text)
    elif parameter.kind == "choice":
        names = [choice.value for choice in parameter.choices]
        group.add_argument(flag, choices=names, default=None, help=text)
    elif parameter.kind == "text":
        group.add_argument(flag, default=None, metavar="TEXT", help=text)
    else:
        kind = int if parameter.kind == "integer" else float
        bounds = f" ({parameter.minimum:g} to {parameter.maximum:g})"
        group.add_argument(flag, type=kind, default=None, metavar=kind.__name__.upper(), help=text + bounds)
