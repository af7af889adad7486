# What the bridge's tables say, and what this GIMP's procedural database holds. Executed inside GIMP after scene.py.
def database():
    return sorted(pdb.query())


def tables():
    """Name of GIMP 2.10 -> how GIMP 3 does it: the kind of row, its target."""
    from gimpfu.gimp3.absent import ABSENT
    from gimpfu.gimp3.filter_table import FILTERS
    from gimpfu.gimp3.renamed import RENAMED
    from gimpfu.gimp3.reshaped import ROWS

    filters = {
        name: ["filter", row.operation if isinstance(row.operation, str) else "gegl:motion-blur-...", row.same]
        for name, row in FILTERS.items()
    }
    return {
        **{name: ["renamed", target] for name, target in RENAMED.items()},
        **{name: ["reshaped", ""] for name in ROWS},
        **filters,
        **{name: ["absent", instead] for name, instead in ABSENT.items()},
    }


def refusal():
    """What a plug-in hears that calls something GIMP 3 does not have."""
    try:
        pdb.gimp_path_list(gimp.Image(8, 8, RGB))
    except gimp.error as problem:
        return str(problem)
    return "it was done"


def too_few():
    try:
        pdb.gimp_layer_new(1, 2)
    except gimp.error as problem:
        return str(problem)
    return "it was done"


TABLE_CHECKS = {"database": database, "refusal": refusal, "too-few": too_few}
if gimp and gimp.version[0] == 3:
    TABLE_CHECKS["tables"] = tables
