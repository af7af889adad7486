"""Saving and file names: GIMP 3 exports whole images to a GFile, GIMP 2.10 saved one drawable under two names."""

from __future__ import annotations

import os.path
from collections.abc import Sequence
from typing import Any

from ..problem import error
from .library import Gimp
from .rows import Call, Row, native
from .values import file, set_argument, text

# Formats that keep layers, pages or frames: the whole image is written, not one drawable.
LAYERED = ("gif", "tiff", "tif", "psd", "webp", "pdf", "mng", "fli", "ora", "xcf", "ico", "xmc", "gih", "exr")

# GIMP 2.10's procedure -> GIMP 3's, and which of GIMP 3's arguments each further value is ('-': it has none).
EXPORTS: dict[str, tuple[str, str]] = {
    "file-aa-save": ("file-aa-export", "file-type"),
    "file-bigtiff-save": ("file-tiff-export", "compression save-transparent-pixels bigtiff"),
    "file-bmp-save": ("file-bmp-export", ""),
    "file-bmp-save2": ("file-bmp-export", "use-rle write-color-space rgb-format"),
    "file-bz2-save": ("file-bz2-export", ""),
    "file-cel-save": ("file-cel-export", "palette-file"),
    "file-csource-save": ("file-csource-export", ""),
    "file-dds-save": ("file-dds-export", "compression-format mipmaps save-type format transparent-index mipmap-filter mipmap-wrap gamma-correct srgb gamma perceptual-metric preserve-alpha-coverage alpha-test-threshold"),
    "file-dds-save2": ("file-dds-export", "compression-format mipmaps save-type format transparent-index mipmap-filter mipmap-wrap gamma-correct srgb gamma perceptual-metric preserve-alpha-coverage alpha-test-threshold flip-image"),
    "file-dicom-save": ("file-dicom-export", ""),
    "file-eps-save": ("file-eps-export", "width height x-offset y-offset unit keep-ratio rotation eps-flag show-preview level"),
    "file-exr-save": ("file-exr-export", ""),
    "file-fits-save": ("file-fits-export", ""),
    "file-fli-save": ("file-fli-export", "from-frame to-frame"),
    "file-gbr-save": ("file-gbr-export", "spacing description"),
    "file-gif-save": ("file-gif-export", "interlace loop default-delay default-dispose"),
    "file-gif-save2": ("file-gif-export", "interlace loop default-delay default-dispose as-animation force-delay force-dispose"),
    "file-gtm-save": ("file-html-table-export", ""),
    "file-gz-save": ("file-gz-export", ""),
    "file-header-save": ("file-header-export", ""),
    "file-heif-av1-save": ("file-heif-av1-export", "quality lossless"),
    "file-heif-save": ("file-heif-export", "quality lossless"),
    "file-ico-save": ("file-ico-export", ""),
    "file-jpeg-save": ("file-jpeg-export", "quality smoothing optimize progressive - sub-sampling baseline restart dct"),
    "file-jpegxl-save": ("file-jpegxl-export", ""),
    "file-pat-save": ("file-pat-export", "description"),
    "file-pbm-save": ("file-pbm-export", "raw"),
    "file-pcx-save": ("file-pcx-export", ""),
    "file-pdf-save": ("file-pdf-export", "vectorize ignore-hidden apply-masks"),
    "file-pdf-save-transparent": ("file-pdf-export", "vectorize ignore-hidden apply-masks layers-as-pages fill-background-color"),
    "file-pdf-save2": ("file-pdf-export", "vectorize ignore-hidden apply-masks layers-as-pages reverse-order"),
    "file-pfm-save": ("file-pfm-export", ""),
    "file-pgm-save": ("file-pgm-export", "raw"),
    "file-pix-save": ("file-pix-export", ""),
    "file-png-save": ("file-png-export", "interlaced compression bkgd - offs phys time"),
    "file-png-save2": ("file-png-export", "interlaced compression bkgd - offs phys time include-comment save-transparent"),
    "file-png-save-defaults": ("file-png-export", ""),
    "file-pnm-save": ("file-pnm-export", "raw"),
    "file-ppm-save": ("file-ppm-export", "raw"),
    "file-ps-save": ("file-ps-export", "width height x-offset y-offset unit keep-ratio rotation eps-flag show-preview level"),
    "file-psd-save": ("file-psd-export", "- -"),
    "file-raw-save": ("file-raw-export", ""),
    "file-raw-save2": ("file-raw-export", "planar-configuration palette-type"),
    "file-save-rgbe": ("file-rgbe-export", ""),
    "file-sgi-save": ("file-sgi-export", "compression"),
    "file-sunras-save": ("file-sunras-export", "rle"),
    "file-tga-save": ("file-tga-export", "rle origin"),
    "file-tiff-save": ("file-tiff-export", "compression"),
    "file-tiff-save2": ("file-tiff-export", "compression save-transparent-pixels"),
    "file-webp-save": ("file-webp-export", "preset lossless quality alpha-quality animation animation-loop minimize-size keyframe-distance include-exif include-iptc include-xmp default-delay force-delay"),
    "file-webp-save2": ("file-webp-export", "preset lossless quality alpha-quality animation animation-loop minimize-size keyframe-distance include-exif include-iptc include-xmp include-thumbnail default-delay force-delay"),
    "file-xbm-save": ("file-xbm-export", "save-comment x10-format x-hot y-hot prefix write-mask mask-suffix"),
    "file-xmc-save": ("file-xmc-export", "hot-spot-x hot-spot-y crop size size-replace delay delay-replace - - -"),
    "file-xpm-save": ("file-xpm-export", "threshold"),
    "file-xwd-save": ("file-xwd-export", ""),
    "file-xz-save": ("file-xz-export", ""),
}  # fmt: skip


def export(name: str) -> Row:
    target, names = EXPORTS[name]

    def row(call: Call, image: Any, drawable: Any, filename: Any, raw_filename: Any, *given: Any) -> None:
        settings = {key: value for key, value in zip(names.split(), given, strict=False) if key != "-"}
        _export(target, image, drawable, text(filename), settings)

    return row


def save(call: Call, image: Any, drawable: Any, filename: Any, raw_filename: Any) -> None:
    """gimp-file-save: the format follows the name."""
    name = text(filename) or ""
    with _only(image, drawable, os.path.splitext(name)[1][1:].lower()) as alone:
        # NULL options: GIMP 3 converts what the format cannot keep.
        if not Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, alone, file(name), None):
            raise error(Gimp.get_pdb().get_last_error())


def _export(target: str, image: Any, drawable: Any, filename: str | None, settings: dict[str, Any]) -> None:
    procedure = Gimp.get_pdb().lookup_procedure(target)
    if procedure is None:
        raise error(f"This GIMP was built without {target}.")
    keep: list[Any] = []
    with _only(image, drawable, target.split("-")[1]) as alone:
        config = procedure.create_config()
        config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
        config.set_property("image", alone)
        config.set_property("file", file(filename))
        for name, value in settings.items():
            spec = procedure.find_argument(name)
            if spec is not None:
                set_argument(config, target, spec, value, keep)
        returned = procedure.run(config)
        if returned.index(0) != Gimp.PDBStatusType.SUCCESS:
            raise error(str(returned.index(1)) if returned.length() > 1 else f"{target} did not succeed.")


class _only:
    """The image with nothing but one drawable in it, as GIMP 2.10 saved; the image itself where that is the same."""

    def __init__(self, image: Any, drawable: Any, format: str) -> None:
        self._image, self._drawable, self._copy = native(image), drawable and native(drawable), None
        self._layered = format in LAYERED

    def __enter__(self) -> Any:
        drawable = self._drawable
        if self._layered or not isinstance(drawable, Gimp.Layer) or self._is_alone(drawable):
            return self._image
        place = self._image.get_item_position(drawable)
        if drawable.get_parent() is not None:
            raise error("A layer inside a group cannot be saved by itself: copy it out of the group first.")
        self._copy = self._image.duplicate()
        layers: Sequence[Any] = self._copy.get_layers()
        kept = layers[place]
        for layer in layers:
            if layer is not kept:
                self._copy.remove_layer(layer)
        kept.set_visible(True)
        _, x, y = kept.get_offsets()
        self._copy.resize(kept.get_width(), kept.get_height(), -x, -y)
        return self._copy

    def __exit__(self, *problem: object) -> None:
        if self._copy is not None:
            self._copy.delete()

    def _is_alone(self, layer: Any) -> bool:
        size = (self._image.get_width(), self._image.get_height())
        return len(self._image.get_layers()) == 1 and (layer.get_width(), layer.get_height()) == size


ROWS: dict[str, Row] = {
    **{name: export(name) for name in EXPORTS},
    "gimp-file-save": save,
    "gimp-xcf-save": lambda call, image, drawable, filename, raw: save(call, image, drawable, filename, raw),
    "gimp-image-get-filename": lambda call, image: _path(native(image).get_file()),
    "gimp-image-set-filename": lambda call, image, filename: _set_filename(call, image, text(filename) or ""),
    "gimp-image-get-uri": lambda call, image: _uri(native(image).get_file()),
    "gimp-image-get-xcf-uri": lambda call, image: _uri(native(image).get_xcf_file()),
    "gimp-image-get-imported-uri": lambda call, image: _uri(native(image).get_imported_file()),
    "gimp-image-get-exported-uri": lambda call, image: _uri(native(image).get_exported_file()),
    "gimp-temp-name": lambda call, extension: call("gimp-temp-file", extension),
}


def _set_filename(call: Call, image: Any, filename: str) -> None:
    """Load plug-ins name the file they read; GIMP 3 notes that itself and lets only XCF files be named."""
    if os.path.splitext(filename)[1].lower() == ".xcf":
        call("gimp-image-set-file", image, filename)


def _path(found: Any) -> str | None:
    return None if found is None else found.get_path() or found.get_uri()


def _uri(found: Any) -> str | None:
    return None if found is None else found.get_uri()
