"""Announcing plug-ins to GIMP 3 and serving its calls. Dialog, last values and defaults are GIMP's own."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from .. import handlers, running
from ..objects import GimpObject
from ..problem import CancelError, error
from ..registration import Procedure
from . import arguments, values
from .library import Gimp, GLib, GObject


def main(procedures: Mapping[str, Procedure]) -> None:
    """Gives control to libgimp, which asks for each procedure by name and calls it."""
    plug_in = type("GimpfuPlugIn", (_PlugIn,), {"procedures": procedures})
    sys.exit(Gimp.main(plug_in.__gtype__, sys.argv))


class _PlugIn(Gimp.PlugIn):
    procedures: Mapping[str, Procedure] = {}

    def do_set_i18n(self, name: str) -> tuple[bool, str, str | None] | bool:
        domain = self.procedures[name].domain
        # GIMP 3 looks in the folder locale/ beside the plug-in, whatever folder is named, and complains without one.
        if not domain or not (Path(sys.argv[0]).parent / "locale").is_dir():
            return False
        return True, domain[0] if isinstance(domain, (tuple, list)) else domain, None

    def do_query_procedures(self) -> list[str]:
        return list(self.procedures)

    def do_create_procedure(self, name: str) -> Any:
        return create(self, self.procedures[name])


def create(plug_in: Any, procedure: Procedure) -> Any:
    """The procedure as GIMP 3 wants it declared."""
    made = _KINDS[procedure.kind](plug_in, procedure)
    if procedure.label:
        made.set_menu_label(procedure.label)
    if procedure.image_types and procedure.kind in ("image", "save"):
        made.set_image_types(procedure.image_types)
    if procedure.menu and procedure.kind not in ("load", "save"):
        made.add_menu_path(procedure.menu.rstrip("/"))
    made.set_documentation(procedure.blurb, procedure.help, procedure.name)
    made.set_attribution(procedure.author, procedure.copyright, procedure.date)
    for name, parameter in arguments.named(procedure.asked):
        arguments.add(made, name, parameter)
    for name, parameter in arguments.named(procedure.results):
        if not (procedure.kind == "load" and parameter.type.gimp3 == "image"):
            arguments.add_result(made, name, parameter)
    return made


def _image(plug_in: Any, procedure: Procedure) -> Any:
    def run(made: Any, run_mode: Any, image: Any, drawables: Any, config: Any, data: Any) -> Any:
        # GIMP 2's plug-ins work on one drawable.
        given = [image, drawables[0] if drawables else None][: procedure.given]
        return _run(procedure, made, run_mode, given, config)

    made = Gimp.ImageProcedure.new(plug_in, procedure.name, Gimp.PDBProcType.PLUGIN, run, None)
    mask = Gimp.ProcedureSensitivityMask
    made.set_sensitivity_mask(mask.DRAWABLE | mask.DRAWABLES if procedure.given > 1 else mask.ALWAYS)
    return made


def _plain(plug_in: Any, procedure: Procedure) -> Any:
    def run(made: Any, config: Any, data: Any) -> Any:
        return _run(procedure, made, config.get_property("run-mode"), [], config)

    made = Gimp.Procedure.new(plug_in, procedure.name, Gimp.PDBProcType.PLUGIN, run, None)
    made.add_enum_argument(
        "run-mode", "Run mode", "The run mode", Gimp.RunMode.__gtype__, Gimp.RunMode.INTERACTIVE,
        GObject.ParamFlags.READWRITE,
    )  # fmt: skip
    return made


def _load(plug_in: Any, procedure: Procedure) -> Any:
    def run(made: Any, run_mode: Any, file: Any, metadata: Any, flags: Any, config: Any, data: Any) -> Any:
        name = file.get_path()
        return _run(procedure, made, run_mode, [name, name][: procedure.given], config), flags

    made = Gimp.LoadProcedure.new(plug_in, procedure.name, Gimp.PDBProcType.PLUGIN, run, None)
    _describe_files(made, procedure)
    return made


def _save(plug_in: Any, procedure: Procedure) -> Any:
    def run(
        made: Any, run_mode: Any, image: Any, file: Any, options: Any, metadata: Any, config: Any, data: Any
    ) -> Any:
        name = file.get_path()
        chosen = image.get_selected_drawables() or image.get_layers()
        given = [image, chosen[0], name, name][: procedure.given]
        return _run(procedure, made, run_mode, given, config)

    made = Gimp.ExportProcedure.new(plug_in, procedure.name, Gimp.PDBProcType.PLUGIN, False, run, None)
    _describe_files(made, procedure)
    return made


_KINDS = {"image": _image, "plain": _plain, "load": _load, "save": _save}


def _describe_files(made: Any, procedure: Procedure) -> None:
    handler = handlers.announced(procedure.on_query).get(procedure.name, handlers.Handler())
    made.set_extensions(handler.extensions)
    if handler.prefixes:
        made.set_prefixes(handler.prefixes)
    if handler.mime_types:
        made.set_mime_types(handler.mime_types)
    if procedure.kind == "load" and handler.magics:
        made.set_magics(handler.magics)
    if procedure.kind == "save":
        made.set_format_name(procedure.label or procedure.name)


def _run(procedure: Procedure, made: Any, run_mode: Any, given: Sequence[Any], config: Any) -> Any:
    status = Gimp.PDBStatusType
    try:
        if procedure.on_run is not None:
            procedure.on_run()
        if run_mode != Gimp.RunMode.NONINTERACTIVE:
            _recall_objects(procedure, given, config, run_mode == Gimp.RunMode.INTERACTIVE)
        if run_mode == Gimp.RunMode.INTERACTIVE and procedure.asked and not _ask(procedure, made, config):
            raise CancelError("cancelled")
        leading = [values.from_gimp3("", each) if not isinstance(each, str) else each for each in given]
        chosen = [
            arguments.to_plugin(parameter, config.get_property(name))
            for name, parameter in arguments.named(procedure.asked)
        ]
        if run_mode == Gimp.RunMode.INTERACTIVE:
            running.keep(procedure, chosen)
        returned = procedure.function(*leading, *chosen)
        found = made.new_return_values(status.SUCCESS, GLib.Error())
        _fill_results(procedure, made, found, returned)
    except CancelError:
        return made.new_return_values(status.CANCEL, GLib.Error())
    except Exception as problem:
        # What a user sees is the sentence; the trace is for the plug-in's author, on the terminal.
        if not isinstance(problem, error):
            traceback.print_exc()
        sentence = str(problem) if isinstance(problem, error) else f"{type(problem).__name__}: {problem}"
        return made.new_return_values(status.EXECUTION_ERROR, GLib.Error(sentence))
    Gimp.displays_flush()
    return found


def _recall_objects(procedure: Procedure, given: Sequence[Any], config: Any, dialog: bool) -> None:
    """Images and items: GIMP 3 keeps last values in a file, where they have no place, so they come from the shelf. At
    first it is what the plug-in was called for, or the first there is, as in the lists of gimpfu's dialog. One that may
    be left out is not put into a dialog, whose chooser cannot be emptied again."""
    last = running.last_values(procedure)
    for (name, parameter), value in zip(arguments.named(procedure.asked), last, strict=False):
        kind = parameter.type.gimp3
        if kind not in _OBJECTS or config.get_property(name) is not None or (dialog and parameter.extra):
            continue
        if isinstance(value, GimpObject):
            config.set_property(name, values.core_object(value))
        elif not parameter.extra:
            image, drawable = (*given, None, None)[:2]
            image = image or next(iter(Gimp.get_images()), None)
            drawable = drawable or (next(iter(image.get_layers()), None) if image else None)
            config.set_property(name, {"image": image}.get(kind, drawable if kind in _DRAWABLES else None))


_DRAWABLES = ("item", "drawable", "layer")
_OBJECTS = ("image", "channel", "path", *_DRAWABLES)


def _ask(procedure: Procedure, made: Any, config: Any) -> bool:
    from . import dialog

    return dialog.ask(procedure, made, config)


def _fill_results(procedure: Procedure, made: Any, found: Any, returned: Any) -> None:
    row = returned if isinstance(returned, (tuple, list)) and len(procedure.results) != 1 else [returned]
    for index, (spec, value) in enumerate(zip(made.get_return_values(), row, strict=False), start=1):
        keep: list[Any] = []
        converted = values.to_gimp3(procedure.name, spec, value, keep)
        found.remove(index)
        found.insert(index, GObject.Value(spec.value_type, converted))
