"""libgimp-2.0 and its companions as ctypes sees them: structures and the functions that are not in the PDB."""

from __future__ import annotations

import ctypes as C
import functools
from collections.abc import Callable, Mapping
from typing import Any

int32, double, pointer, text = C.c_int32, C.c_double, C.c_void_p, C.c_char_p


class Parasite(C.Structure):
    _fields_ = [("name", text), ("flags", C.c_uint32), ("size", C.c_uint32), ("data", pointer)]


class ParamData(C.Union):
    """GimpParamData of libgimp 2.10; 32 bytes."""

    _fields_ = [
        ("d_int32", int32), ("d_int16", C.c_int16), ("d_int8", C.c_uint8), ("d_float", double), ("d_string", text),
        ("d_color", double * 4), ("d_parasite", Parasite), ("d_pointer", pointer),
    ]  # fmt: skip


class Param(C.Structure):
    _fields_ = [("type", C.c_int), ("data", ParamData)]


class ParamDef(C.Structure):
    _fields_ = [("type", C.c_int), ("name", text), ("description", text)]


class Rectangle(C.Structure):
    _fields_ = [("x", C.c_int), ("y", C.c_int), ("width", C.c_int), ("height", C.c_int)]


QueryFunction = C.CFUNCTYPE(None)
RunFunction = C.CFUNCTYPE(
    None, text, C.c_int, C.POINTER(Param), C.POINTER(C.c_int), C.POINTER(C.POINTER(Param))
)


class PlugInInfo(C.Structure):
    _fields_ = [("init", pointer), ("quit", pointer), ("query", QueryFunction), ("run", RunFunction)]


_out = C.POINTER
# library -> function -> (result, arguments)
FUNCTIONS: dict[str, dict[str, tuple[Any, list[Any]]]] = {
    "libgimp-2.0.so.0": {
        "gimp_main": (C.c_int, [_out(PlugInInfo), C.c_int, _out(text)]),
        "gimp_install_procedure": (None, [text] * 8 + [C.c_int] * 3 + [_out(ParamDef)] * 2),
        "gimp_plugin_menu_register": (C.c_int, [text, text]),
        "gimp_plugin_domain_register": (C.c_int, [text, text]),
        "gimp_plugin_enable_precision": (None, []),
        "gimp_register_load_handler": (C.c_int, [text, text, text]),
        "gimp_register_magic_load_handler": (C.c_int, [text, text, text, text]),
        "gimp_register_save_handler": (C.c_int, [text, text, text]),
        "gimp_run_procedure2": (_out(Param), [text, _out(C.c_int), C.c_int, _out(Param)]),
        "gimp_destroy_params": (None, [_out(Param), C.c_int]),
        "gimp_get_pdb_error": (text, []),
        "gimp_procedural_db_proc_info": (
            C.c_int,
            [text, *[_out(text)] * 5, *[_out(C.c_int)] * 3, _out(_out(ParamDef)), _out(_out(ParamDef))],
        ),
        "gimp_procedural_db_query": (C.c_int, [text] * 7 + [_out(C.c_int), _out(_out(text))]),
        "gimp_default_display": (int32, []),
        "gimp_drawable_get_buffer": (pointer, [int32]),
        "gimp_drawable_get_shadow_buffer": (pointer, [int32]),
        "gimp_drawable_get_format": (pointer, [int32]),
        "gimp_procedural_db_get_data_size": (C.c_int, [text]),
        "gimp_get_data": (C.c_int, [text, pointer]),
        "gimp_get_data_size": (C.c_int, [text]),
        "gimp_set_data": (C.c_int, [text, pointer, C.c_uint32]),
    },
    "libgimpbase-2.0.so.0": {
        "gimp_directory": (text, []),
        "gimp_data_directory": (text, []),
        "gimp_plug_in_directory": (text, []),
        "gimp_sysconf_directory": (text, []),
        "gimp_locale_directory": (text, []),
    },
    "libgegl-0.4.so.0": {
        "gegl_init": (None, [pointer, pointer]),
        "gegl_buffer_get": (None, [pointer, _out(Rectangle), double, pointer, pointer, C.c_int, C.c_int]),
        "gegl_buffer_set": (None, [pointer, _out(Rectangle), C.c_int, pointer, pointer, C.c_int]),
        "gegl_buffer_flush": (None, [pointer]),
    },
    "libbabl-0.1.so.0": {
        "babl_format": (pointer, [text]),
        "babl_format_get_bytes_per_pixel": (C.c_int, [pointer]),
    },
    "libgobject-2.0.so.0": {"g_object_unref": (None, [pointer])},
}


def loader(tables: Mapping[str, Mapping[str, tuple[Any, list[Any]]]]) -> Callable[[str], Any]:
    """A function that finds a C function by name in library -> function -> (result, arguments), and declares it."""

    @functools.cache
    def load(library: str) -> C.CDLL:
        return C.CDLL(library)

    @functools.cache
    def find(name: str) -> Any:
        for library, rows in tables.items():
            if name in rows:
                found = getattr(load(library), name)
                found.restype, found.argtypes = rows[name]
                return found
        raise LookupError(f"{name} is not declared in the tables of C functions.")

    return find


function = loader(FUNCTIONS)


def text_of(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")
