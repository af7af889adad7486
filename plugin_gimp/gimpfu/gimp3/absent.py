"""Procedures of GIMP 2.10 that GIMP 3 does not have in any shape, each with what to do there instead."""

from __future__ import annotations

_THUMBNAIL = "use Gimp.Drawable.get_thumbnail_data() or Gimp.Image.get_thumbnail_data()"
_OLD_PATH = "paths are items now: use the gimp-vectors-... procedures"
_UI = "give menu, label and icon to register(); GIMP 3 has no procedure for it"
_SCRIPT = "the script was taken out of GIMP 3"
_PLUGIN = "the plug-in was taken out of GIMP 3"

ABSENT: dict[str, str] = {
    **dict.fromkeys(
        (
            "gimp-drawable-thumbnail", "gimp-drawable-sub-thumbnail", "gimp-drawable-get-thumbnail-format",
            "gimp-image-thumbnail",
        ),
        _THUMBNAIL,
    ),
    **dict.fromkeys(
        (
            "gimp-path-delete", "gimp-path-get-current", "gimp-path-get-locked", "gimp-path-get-point-at-dist",
            "gimp-path-get-points", "gimp-path-get-tattoo", "gimp-get-path-by-tattoo", "gimp-path-import",
            "gimp-path-list", "gimp-path-set-current", "gimp-path-set-locked", "gimp-path-set-points",
            "gimp-path-set-tattoo", "gimp-path-stroke-current", "gimp-path-to-selection",
        ),
        _OLD_PATH,
    ),
    **dict.fromkeys(("gimp-plugin-menu-register", "gimp-plugin-icon-register"), _UI),
    **dict.fromkeys(
        (
            "script-fu-copy-visible", "script-fu-erase-nth-rows", "script-fu-erase-rows", "script-fu-grid-system",
            "script-fu-predator", "script-fu-refresh", "script-fu-selection-to-brush", "script-fu-selection-to-image",
            "script-fu-selection-to-pattern", "script-fu-spyrogimp",
        ),
        _SCRIPT,
    ),
    **dict.fromkeys(
        (
            "plug-in-curve-bend-Iterator", "plug-in-filter-pack", "plug-in-goat-exercise", "plug-in-ccanalyze",
            "plug-in-max-rgb", "plug-in-oilify-enhanced", "file-mng-save", "file-svg-load-thumb",
            "file-gbr-save-internal", "file-gih-save-internal", "file-pat-save-internal",
        ),
        _PLUGIN,
    ),
    **dict.fromkeys(
        ("gimp-item-set-linked", "gimp-drawable-set-linked", "gimp-layer-set-linked", "gimp-vectors-set-linked"),
        "GIMP 3 has layer sets instead of linked items: Gimp.Image.set_selected_layers()",
    ),
    **dict.fromkeys(("gimp-floating-sel-relax", "gimp-floating-sel-rigor"), "floating selections need neither any more"),
    **dict.fromkeys(
        (
            "file-png-get-defaults", "file-png-set-defaults", "file-raw-get-defaults", "file-raw-set-defaults",
            "file-ps-load-setargs",
        ),
        "the settings are arguments of the file's own procedure",
    ),
    **dict.fromkeys(
        ("plug-in-icc-profile-file-info", "plug-in-icc-profile-info"), "use Gimp.ColorProfile and its get_description()"
    ),
    **dict.fromkeys(
        ("gimp-plugin-get-pdb-error-handler", "gimp-plugin-set-pdb-error-handler"),
        "Gimp.PlugIn.set_pdb_error_handler() is a method of the plug-in",
    ),
    **dict.fromkeys(
        ("gimp-procedural-db-proc-arg", "gimp-procedural-db-proc-info", "gimp-procedural-db-proc-val"),
        "ask the function: pdb.NAME.params, return_vals, proc_blurb",
    ),
    **dict.fromkeys(
        ("gimp-progress-install", "gimp-progress-uninstall"), "use Gimp.Progress's vtable, Gimp.progress_install_vtable()"
    ),
    "gimp-brushes-get-brush-data": "use gimp-brush-get-pixels",
    "gimp-patterns-get-pattern-data": "use gimp-pattern-get-pixels",
    "gimp-context-get-transform-recursion": "supersampling is the interpolation's affair now",
    "gimp-context-set-transform-recursion": "supersampling is the interpolation's affair now",
    "gimp-drawable-get-format": "use gimpfu.pixels.read(drawable, format)",
    "gimp-drawable-set-image": "copy the item: gimp-layer-new-from-drawable",
    "gimp-get-color-configuration": "Gimp.get_color_configuration() gives a Gimp.ColorConfig",
    "gimp-image-convert-color-profile": "use gimp-image-convert-color-profile-from-file",
    "gimp-plugins-query": "use gimp-plug-ins-query",
    "file-gih-save": "use file-gih-export",
    "file-pdf-save-multi": "use file-pdf-export",
    "file-pdf-save-multi-transparent": "use file-pdf-export",
    "file-pdf-load2": "use file-pdf-load",
    "plug-in-colorify": "colour the layer with gimp-drawable-colorize-hsl",
    "plug-in-sel2path-advanced": "use plug-in-sel2path, which has these arguments now",
    "plug-in-sharpen": "use plug-in-unsharp-mask",
}  # fmt: skip
