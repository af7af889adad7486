# The numbers of gimpenums against the program's own. Executed inside GIMP after scene.py.
def constants_2():
    """Enumeration -> name -> number, asked of libgimp 2.10."""
    import ctypes as C

    gimp_library, glib = C.CDLL("libgimp-2.0.so.0"), C.CDLL("libgobject-2.0.so.0")

    class Value(C.Structure):
        _fields_ = [("value", C.c_int), ("name", C.c_char_p), ("nick", C.c_char_p)]

    class EnumClass(C.Structure):
        _fields_ = [("type", C.c_size_t), ("low", C.c_int), ("high", C.c_int), ("count", C.c_uint), ("values", C.POINTER(Value))]

    class FlagsClass(C.Structure):
        _fields_ = [("type", C.c_size_t), ("mask", C.c_uint), ("count", C.c_uint), ("values", C.POINTER(Value))]

    glib.g_type_from_name.restype = glib.g_type_fundamental.restype = C.c_size_t
    glib.g_type_from_name.argtypes, glib.g_type_fundamental.argtypes = [C.c_char_p], [C.c_size_t]
    glib.g_type_class_ref.argtypes, glib.g_type_class_ref.restype = [C.c_size_t], C.c_void_p
    gimp_library.gimp_enums_get_type_names.restype = C.POINTER(C.c_char_p)
    count = C.c_int()
    found = {}
    for name in gimp_library.gimp_enums_get_type_names(C.byref(count))[: count.value]:
        kind = glib.g_type_from_name(name)
        shape = FlagsClass if glib.g_type_fundamental(kind) >> 2 == 13 else EnumClass
        known = C.cast(glib.g_type_class_ref(kind), C.POINTER(shape)).contents
        found[name.decode()] = {
            each.name.decode().removeprefix("GIMP_"): each.value for each in known.values[: known.count]
        }
    return found


def constants_3():
    """The same of GIMP 3; what it no longer has is missing."""
    from gi.repository import Gimp, GObject

    found = {}
    for name in dir(Gimp):
        kind = getattr(Gimp, name, None)
        if isinstance(kind, type) and issubclass(kind, GObject.GEnum):
            values = kind.__enum_values__.values()
            found["Gimp" + name] = {each.value_name.removeprefix("GIMP_"): int(each) for each in values}
    return found


def translated():
    """Our numbers as this GIMP is given them."""
    from gimpfu.constants import GIMP3_LACKS, to_gimp3
    from gimpfu.constants_table import ENUMERATIONS

    ours = {}
    for enumeration, values in ENUMERATIONS.items():
        lacking = GIMP3_LACKS.get(enumeration, {}) if gimp.version[0] == 3 else {}
        given = to_gimp3 if gimp.version[0] == 3 else (lambda enumeration, number: number)
        ours[enumeration] = {name: given(enumeration, number) for name, number in values.items() if number not in lacking}
    return ours


CONSTANT_CHECKS = {
    "theirs": constants_2 if gimp and gimp.version[0] == 2 else constants_3,
    "ours": translated,
    "values-in-scope": lambda: [RGB, RGBA_IMAGE, NORMAL_MODE, LAYER_MODE_NORMAL, CHANNEL_OP_REPLACE, WHITE_FILL, TRUE, UNIT_INCH, PARASITE_PERSISTENT],
}
