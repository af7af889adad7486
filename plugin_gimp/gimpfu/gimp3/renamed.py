"""Procedures of GIMP 2.10 that GIMP 3 has under another name, with the same arguments in the same order."""

from __future__ import annotations

_ITEM = {
    "delete": "gimp-item-delete",
    "get-image": "gimp-item-get-image",
    "get-name": "gimp-item-get-name",
    "set-name": "gimp-item-set-name",
    "get-tattoo": "gimp-item-get-tattoo",
    "set-tattoo": "gimp-item-set-tattoo",
    "get-visible": "gimp-item-get-visible",
    "set-visible": "gimp-item-set-visible",
    "parasite-attach": "gimp-item-attach-parasite",
    "parasite-detach": "gimp-item-detach-parasite",
    "parasite-find": "gimp-item-get-parasite",
    "parasite-list": "gimp-item-get-parasite-list",
}

_PATHS = (
    "bezier-stroke-conicto", "bezier-stroke-cubicto", "bezier-stroke-lineto", "bezier-stroke-new-ellipse",
    "bezier-stroke-new-moveto", "copy", "get-strokes", "new", "remove-stroke", "stroke-close", "stroke-flip",
    "stroke-flip-free", "stroke-get-length", "stroke-get-point-at-dist", "stroke-get-points", "stroke-interpolate",
    "stroke-new-from-points", "stroke-rotate", "stroke-scale", "stroke-translate", "new-from-text-layer",
)  # fmt: skip

_ORDER = ("raise", "lower")

RENAMED: dict[str, str] = {
    **{
        f"gimp-{kind}-{name}": target
        for kind in ("drawable", "layer", "channel", "vectors")
        for name, target in _ITEM.items()
    },
    **{f"gimp-vectors-{name}": f"gimp-path-{name}" for name in _PATHS},
    **{
        f"gimp-image-{way}-{kind}{end}": f"gimp-image-{way}-item{end}"
        for way in _ORDER
        for kind in ("layer", "channel", "vectors")
        for end in ("", "-to-top" if way == "raise" else "-to-bottom")
    },
    **{
        f"gimp-image-get-{kind}-position": "gimp-image-get-item-position"
        for kind in ("layer", "channel", "vectors")
    },
    "gimp-drawable-width": "gimp-drawable-get-width",
    "gimp-drawable-height": "gimp-drawable-get-height",
    "gimp-drawable-offsets": "gimp-drawable-get-offsets",
    "gimp-edit-clear": "gimp-drawable-edit-clear",
    "gimp-edit-fill": "gimp-drawable-edit-fill",
    "gimp-edit-stroke": "gimp-drawable-edit-stroke-selection",
    "gimp-edit-stroke-vectors": "gimp-drawable-edit-stroke-item",
    "gimp-edit-paste-as-new": "gimp-edit-paste-as-new-image",
    "gimp-edit-named-paste-as-new": "gimp-edit-named-paste-as-new-image",
    "gimp-posterize": "gimp-drawable-posterize",
    "gimp-desaturate-full": "gimp-drawable-desaturate",
    "gimp-color-balance": "gimp-drawable-color-balance",
    "gimp-color-picker": "gimp-image-pick-color",
    "gimp-convert-rgb": "gimp-image-convert-rgb",
    "gimp-convert-grayscale": "gimp-image-convert-grayscale",
    "gimp-convert-indexed": "gimp-image-convert-indexed",
    "gimp-crop": "gimp-image-crop",
    "gimp-channel-ops-duplicate": "gimp-image-duplicate",
    "gimp-image-base-type": "gimp-image-get-base-type",
    "gimp-image-width": "gimp-image-get-width",
    "gimp-image-height": "gimp-image-get-height",
    "gimp-image-floating-selection": "gimp-image-get-floating-sel",
    "gimp-image-freeze-vectors": "gimp-image-freeze-paths",
    "gimp-image-thaw-vectors": "gimp-image-thaw-paths",
    "gimp-image-get-vectors": "gimp-image-get-paths",
    "gimp-image-get-vectors-by-name": "gimp-image-get-path-by-name",
    "gimp-image-get-vectors-by-tattoo": "gimp-image-get-path-by-tattoo",
    "gimp-image-insert-vectors": "gimp-image-insert-path",
    "gimp-image-remove-vectors": "gimp-image-remove-path",
    "gimp-image-list": "gimp-get-images",
    "gimp-image-parasite-attach": "gimp-image-attach-parasite",
    "gimp-image-parasite-detach": "gimp-image-detach-parasite",
    "gimp-image-parasite-find": "gimp-image-get-parasite",
    "gimp-image-parasite-list": "gimp-image-get-parasite-list",
    "gimp-image-set-color-profile-from-uri": "gimp-image-set-color-profile-from-file",
    "gimp-layer-mask": "gimp-layer-get-mask",
    "gimp-layer-get-preserve-trans": "gimp-layer-get-lock-alpha",
    "gimp-layer-set-preserve-trans": "gimp-layer-set-lock-alpha",
    "gimp-parasite-attach": "gimp-attach-parasite",
    "gimp-parasite-detach": "gimp-detach-parasite",
    "gimp-parasite-find": "gimp-get-parasite",
    "gimp-parasite-list": "gimp-get-parasite-list",
    "gimp-palette-entry-get-color": "gimp-palette-get-entry-color",
    "gimp-palette-entry-set-color": "gimp-palette-set-entry-color",
    "gimp-palette-entry-get-name": "gimp-palette-get-entry-name",
    "gimp-palette-entry-set-name": "gimp-palette-set-entry-name",
    "gimp-palette-get-info": "gimp-palette-get-color-count",
    "gimp-palette-get-foreground": "gimp-context-get-foreground",
    "gimp-palette-get-background": "gimp-context-get-background",
    "gimp-palette-set-foreground": "gimp-context-set-foreground",
    "gimp-palette-set-background": "gimp-context-set-background",
    "gimp-palette-set-default-colors": "gimp-context-set-default-colors",
    "gimp-palette-swap-colors": "gimp-context-swap-colors",
    "gimp-palette-refresh": "gimp-palettes-refresh",
    "gimp-palettes-set-palette": "gimp-context-set-palette",
    "gimp-patterns-set-pattern": "gimp-context-set-pattern",
    "gimp-gradients-set-gradient": "gimp-context-set-gradient",
    "gimp-gradients-set-active": "gimp-context-set-gradient",
    "gimp-gradients-get-gradient": "gimp-context-get-gradient",
    "gimp-gradients-get-active": "gimp-context-get-gradient",
    "gimp-brushes-set-brush": "gimp-context-set-brush",
    "gimp-brushes-get-opacity": "gimp-context-get-opacity",
    "gimp-brushes-set-opacity": "gimp-context-set-opacity",
    "gimp-brushes-get-paint-mode": "gimp-context-get-paint-mode",
    "gimp-brushes-set-paint-mode": "gimp-context-set-paint-mode",
    "gimp-brushes-list": "gimp-brushes-get-list",
    "gimp-patterns-list": "gimp-patterns-get-list",
    "gimp-buffers-get-list": "gimp-buffers-get-name-list",
    "gimp-dynamics-get-list": "gimp-dynamics-get-name-list",
    "gimp-context-get-dynamics": "gimp-context-get-dynamics-name",
    "gimp-context-set-dynamics": "gimp-context-set-dynamics-name",
    "gimp-selection-clear": "gimp-selection-none",
    "gimp-undo-push-group-start": "gimp-image-undo-group-start",
    "gimp-undo-push-group-end": "gimp-image-undo-group-end",
    "gimp-vectors-export-to-file": "gimp-image-export-path-to-file",
    "gimp-vectors-export-to-string": "gimp-image-export-path-to-string",
    "gimp-vectors-import-from-file": "gimp-image-import-paths-from-file",
    "gimp-vectors-import-from-string": "gimp-image-import-paths-from-string",
    "gimp-file-save-thumbnail": "gimp-file-create-thumbnail",
    "file-load-rgbe": "file-rgbe-load",
}
