"""Announcing plug-ins to GIMP 2.10 and serving its calls."""

from __future__ import annotations

import ctypes as C
import sys
import traceback
from collections.abc import Mapping, Sequence
from typing import Any

from .. import gimp_module, handlers, running
from .. import parameter_types as types
from ..problem import CancelError, error
from ..registration import Parameter, Procedure
from . import values
from .backend import Gimp2
from .library import Param, ParamDef, PlugInInfo, QueryFunction, RunFunction, function, text_of

EXECUTION_ERROR, CALLING_ERROR, SUCCESS, CANCEL = 0, 1, 3, 4

_RUN_MODE = Parameter(
    types.BY_NUMBER[types.INT32], "run-mode", "The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) }"
)

# C reads these after a callback returns, so something must hold on to them.
_kept: list[Any] = []


def main(gimp: Gimp2, procedures: Mapping[str, Procedure]) -> None:
    """Gives control to libgimp, which calls back to announce or to run."""

    def query() -> None:
        for procedure in procedures.values():
            _announce(procedure)

    def run(name: bytes, count: int, params: Any, n_results: Any, results: Any) -> None:
        procedure = procedures[text_of(name)]
        status, returned = _run(procedure, _arguments(params, count))
        _give_back(procedure, status, returned, n_results, results)

    info = PlugInInfo(None, None, QueryFunction(query), RunFunction(run))
    arguments = [argument.encode() for argument in sys.argv]
    argv = (C.c_char_p * (len(arguments) + 1))(*arguments, None)
    sys.exit(function("gimp_main")(C.byref(info), len(arguments), argv))


def _announce(procedure: Procedure) -> None:
    parameters = [_RUN_MODE, *procedure.parameters]
    name = procedure.name.encode()
    described = (procedure.blurb, procedure.help, procedure.author, procedure.copyright, procedure.date)
    texts = [value.encode() for value in described]
    label = None if procedure.label is None else procedure.label.encode()
    images = None if procedure.image_types is None else procedure.image_types.encode()
    function("gimp_install_procedure")(
        name, *texts, label, images, 1, len(parameters), len(procedure.results),
        _definitions(parameters), _definitions(procedure.results),
    )  # fmt: skip
    if isinstance(procedure.domain, (tuple, list)):
        domain, folder = (*procedure.domain, None)[:2]
        function("gimp_plugin_domain_register")(domain.encode(), folder.encode() if folder else None)
    if procedure.menu and procedure.kind not in ("load", "save"):
        function("gimp_plugin_menu_register")(name, procedure.menu.encode())
    for target, handler in handlers.announced(procedure.on_query).items():
        _register_handler(target, handler)


def _register_handler(target: str, handler: handlers.Handler) -> None:
    kind = "save" if handler.save else "magic_load" if handler.magics else "load"
    texts = [target, handler.extensions, handler.prefixes] + ([handler.magics] if handler.magics else [])
    function(f"gimp_register_{kind}_handler")(*(value.encode() for value in texts))


def _definitions(parameters: Sequence[Parameter]) -> Any:
    if not parameters:
        return None
    rows = (ParamDef * len(parameters))()
    for row, parameter in zip(rows, parameters, strict=False):
        # A spinner with fractions was cut to whole numbers by gimpfu's INT32; a float loses nothing.
        fractional = parameter.type.widget == "spinner" and running.is_fractional(parameter)
        row.type = types.FLOAT if fractional else parameter.type.gimp2
        row.name, row.description = parameter.name.encode(), parameter.description.replace("_", "").encode()
    _kept.append(rows)
    return rows


def _arguments(params: Any, count: int) -> list[Any]:
    found: list[Any] = []
    for index in range(count):
        previous = found[-1] if found and isinstance(found[-1], int) else 0
        found.append(values.value_of(params[index], previous))
    return found


def _run(procedure: Procedure, arguments: Sequence[Any]) -> tuple[int, Any]:
    from . import dialog

    try:
        returned = running.run(procedure, arguments[0], arguments[1:], dialog.ask)
    except CancelError:
        return CANCEL, None
    except Exception as problem:
        # What a user sees is the sentence; the trace is for the plug-in's author, on the terminal.
        if isinstance(problem, error):
            return EXECUTION_ERROR, str(problem)
        traceback.print_exc()
        return EXECUTION_ERROR, f"{type(problem).__name__}: {problem}"
    gimp_module.PROCEDURES["displays_flush"]()
    return SUCCESS, returned


def _give_back(procedure: Procedure, status: int, returned: Any, n_results: Any, results: Any) -> None:
    """Fills the return values: the status, then the plug-in's results or the error's sentence."""
    if status == SUCCESS:
        row = returned if isinstance(returned, (tuple, list)) and len(procedure.results) != 1 else [returned]
        kinds = [parameter.type.gimp2 for parameter in procedure.results]
    else:
        row, kinds = ([returned], [types.STRING]) if returned else ([], [])
    params = (Param * (len(kinds) + 1))()
    params[0].type, params[0].data.d_int32 = types.STATUS, status
    _kept.append(params)
    for index, (kind, value) in enumerate(zip(kinds, row, strict=False)):
        values.fill(params[index + 1], kind, value, _kept, f"A result of {procedure.name}")
    n_results[0] = 1 + len(kinds)
    results[0] = C.cast(params, C.POINTER(Param))
