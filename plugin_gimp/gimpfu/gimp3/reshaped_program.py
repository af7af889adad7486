"""Progress, units, the procedural database itself and kept data: GIMP 3 has them in its library, not in its PDB."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .. import handlers
from ..parasite import Parasite
from ..pixels import as_bytes
from ..problem import error
from .library import Gimp, GLib
from .rows import Call, Row
from .values import native_parasite, parasite_data, text

# Kept data becomes parasites of GIMP itself that are not saved; the prefix keeps them apart from a plug-in's own.
_DATA = "gimpfu-data-"


def _data(identifier: str) -> bytes:
    found = Gimp.get_parasite(_DATA + identifier)
    if found is None:
        raise error(f"No data is kept under '{identifier}'.")
    return parasite_data(found)


def _get_data(identifier: str) -> tuple[int, bytes]:
    data = _data(identifier)
    return len(data), data


def _set_data(identifier: str, data: Any) -> None:
    if not data:
        Gimp.detach_parasite(_DATA + identifier)
        return
    Gimp.attach_parasite(native_parasite(Parasite(_DATA + identifier, 0, as_bytes(data))))


def _query(*patterns: str) -> tuple[int, tuple[str, ...]]:
    name, blurb, help_text, author, copyright, date, kind = patterns
    found = Gimp.get_pdb().query_procedures(name, blurb, help_text, ".*", author, copyright, date, kind)
    return len(found), tuple(found)


def _unit(of: Callable[[Any], Any]) -> Row:
    def row(call: Call, unit: int) -> Any:
        found = Gimp.Unit.get_by_id(int(unit))
        if found is None:
            raise error(f"There is no unit with the number {unit}.")
        return of(found)

    return row


def _count_units() -> int:
    count = 0
    while Gimp.Unit.get_by_id(count) is not None:
        count += 1
    return count


def _profile(found: Any) -> tuple[int, bytes]:
    data = b"" if found is None else bytes(found.get_icc_profile())
    return len(data), data


def _set_profile(image: Any, data: Any) -> None:
    profile = Gimp.ColorProfile.new_from_icc_profile(as_bytes(data)) if data else None
    Gimp.Image.get_by_id(image.ID).set_color_profile(profile)


def _metadata(image: Any) -> str:
    found = Gimp.Image.get_by_id(image.ID).get_metadata()
    return "" if found is None else found.serialize()


def _set_metadata(image: Any, serialized: str) -> None:
    Gimp.Image.get_by_id(image.ID).set_metadata(Gimp.Metadata.deserialize(serialized))


def _is(kind: str) -> Row:
    return lambda call, thing: bool(getattr(Gimp.Item, f"id_is_{kind}")(getattr(thing, "ID", thing)))


ROWS: dict[str, Row] = {
    "gimp-progress-init": lambda call, message, display: _done(Gimp.progress_init(text(message))),
    "gimp-progress-update": lambda call, fraction: _done(Gimp.progress_update(float(fraction))),
    "gimp-progress-pulse": lambda call: _done(Gimp.progress_pulse()),
    "gimp-progress-set-text": lambda call, message: _done(Gimp.progress_set_text(text(message))),
    "gimp-progress-end": lambda call: _done(Gimp.progress_end()),
    "gimp-item-is-layer": _is("layer"),
    "gimp-item-is-channel": _is("channel"),
    "gimp-item-is-drawable": _is("drawable"),
    "gimp-item-is-layer-mask": _is("layer_mask"),
    "gimp-item-is-selection": _is("selection"),
    "gimp-item-is-text-layer": _is("text_layer"),
    "gimp-item-is-vectors": _is("path"),
    "gimp-item-is-valid": _is("valid"),
    "gimp-drawable-is-layer": _is("layer"),
    "gimp-drawable-is-channel": _is("channel"),
    "gimp-drawable-is-layer-mask": _is("layer_mask"),
    "gimp-drawable-is-text-layer": _is("text_layer"),
    "gimp-drawable-is-valid": _is("valid"),
    "gimp-layer-is-valid": _is("valid"),
    "gimp-channel-is-valid": _is("valid"),
    "gimp-vectors-is-valid": _is("valid"),
    "gimp-image-is-valid": lambda call, image: bool(Gimp.Image.id_is_valid(getattr(image, "ID", image))),
    "gimp-display-is-valid": lambda call, display: bool(Gimp.Display.id_is_valid(getattr(display, "ID", display))),
    "gimp-procedural-db-proc-exists": lambda call, name: bool(Gimp.get_pdb().procedure_exists(name)),
    "gimp-procedural-db-query": lambda call, *patterns: _query(*patterns),
    "gimp-procedural-db-temp-name": lambda call: Gimp.get_pdb().temp_procedure_name(),
    "gimp-temp-PDB-name": lambda call: Gimp.get_pdb().temp_procedure_name(),
    "gimp-procedural-db-get-data": lambda call, identifier: _get_data(identifier),
    "gimp-procedural-db-get-data-size": lambda call, identifier: len(_data(identifier)),
    "gimp-procedural-db-set-data": lambda call, identifier, count, data: _set_data(identifier, data),
    "gimp-procedural-db-dump": lambda call, filename: _done(Gimp.get_pdb().dump_to_file(_file(filename))),
    "gimp-register-load-handler": lambda call, *given: handlers.register_load_handler(*given),
    "gimp-register-magic-load-handler": lambda call, *given: handlers.register_magic_load_handler(*given),
    "gimp-register-save-handler": lambda call, *given: handlers.register_save_handler(*given),
    "gimp-register-file-handler-mime": lambda call, name, types: handlers.register_mime(name, types),
    "gimp-register-file-handler-uri": lambda call, name: None,  # GIMP 3 hands every plug-in a GFile
    "gimp-register-file-handler-raw": lambda call, name: None,
    "gimp-register-file-handler-priority": lambda call, name, priority: None,
    "gimp-register-thumbnail-loader": lambda call, load, thumb: None,
    "gimp-plugin-menu-branch-register": lambda call, path, name: None,  # GIMP 3 makes the branches of a menu path
    "gimp-plugin-domain-register": lambda call, domain, folder: None,
    "gimp-plugin-help-register": lambda call, domain, uri: None,
    "gimp-plugin-enable-precision": lambda call: None,  # always so in GIMP 3
    "gimp-plugin-precision-enabled": lambda call: True,
    "gimp-unit-get-abbreviation": _unit(lambda unit: unit.get_abbreviation()),
    "gimp-unit-get-deletion-flag": _unit(lambda unit: unit.get_deletion_flag()),
    "gimp-unit-set-deletion-flag": lambda call, unit, flag: _done(
        Gimp.Unit.get_by_id(int(unit)).set_deletion_flag(bool(flag))
    ),
    "gimp-unit-get-digits": _unit(lambda unit: unit.get_digits()),
    "gimp-unit-get-factor": _unit(lambda unit: unit.get_factor()),
    "gimp-unit-get-identifier": _unit(lambda unit: unit.get_name()),
    "gimp-unit-get-plural": _unit(lambda unit: unit.get_name()),
    "gimp-unit-get-singular": _unit(lambda unit: unit.get_name()),
    "gimp-unit-get-symbol": _unit(lambda unit: unit.get_symbol()),
    "gimp-unit-get-number-of-built-in-units": lambda call: 5,  # pixels, inches, millimetres, points, picas
    "gimp-unit-get-number-of-units": lambda call: _count_units(),
    "gimp-unit-new": lambda call, name, factor, digits, symbol, abbreviation, singular, plural: call(
        "gimp-unit-new", name, factor, digits, symbol, abbreviation
    ),
    "gimp-image-get-color-profile": lambda call, image: _profile(
        Gimp.Image.get_by_id(image.ID).get_color_profile()
    ),
    "gimp-image-get-effective-color-profile": lambda call, image: _profile(
        Gimp.Image.get_by_id(image.ID).get_effective_color_profile()
    ),
    "gimp-image-set-color-profile": lambda call, image, count, data: _set_profile(image, data),
    "gimp-image-get-metadata": lambda call, image: _metadata(image),
    "gimp-image-set-metadata": lambda call, image, serialized: _set_metadata(image, serialized),
    "gimp-get-icon-theme-dir": lambda call: GLib.build_filenamev([Gimp.data_directory(), "icons"]),
    "gimp-get-theme-dir": lambda call: GLib.build_filenamev([Gimp.data_directory(), "themes"]),
    "gimp-online-wiki": lambda call: call("gimp-help-main"),
}  # fmt: skip


def _done(success: Any) -> None:
    """Progress and the like answer whether they worked; pygimp gave nothing."""


def _file(name: str) -> Any:
    from .values import file

    return file(name)
