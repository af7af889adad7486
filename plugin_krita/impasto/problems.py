"""What can stand in the way before the server is asked, each as one plain sentence and its remedy."""

from __future__ import annotations

from plugin_common.problem import ImpastoProblem, Problem

from .text import i18n


def not_connected() -> ImpastoProblem:
    return ImpastoProblem(
        Problem(
            "UNAVAILABLE",
            i18n("The Impasto server has not answered yet."),
            i18n("Wait a moment, or start it."),
        )
    )


def no_document() -> ImpastoProblem:
    return _problem(i18n("No picture is open."), i18n("Open or create one first."))


def no_layer() -> ImpastoProblem:
    return _problem(i18n("No layer is active."), i18n("Click the layer to repaint in the Layers docker."))


def no_picture(name: str) -> ImpastoProblem:
    sentence = i18n("'{name}' is a filter and has no picture of its own.")
    return _problem(sentence.format(name=name), i18n("Choose a layer or a group instead."))


def empty_layer(name: str) -> ImpastoProblem:
    return _problem(
        i18n("The layer '{name}' is empty.").format(name=name),
        i18n("Paint something on it, or pick another layer."),
    )


def passes_through(name: str) -> ImpastoProblem:
    return _problem(
        i18n("The group '{name}' passes through, so it has no picture of its own.").format(name=name),
        i18n("Switch 'Pass Through' off for it in the Layers docker, or pick a layer in it."),
    )


def no_style() -> ImpastoProblem:
    return _problem(
        i18n("No style is chosen."), i18n("Pick a layer or an image file under 'Style'."), "styles"
    )


def lost_style(name: str) -> ImpastoProblem:
    return _problem(
        i18n("The style layer '{name}' is no longer in this picture.").format(name=name),
        i18n("Pick another style."),
        "styles",
    )


def lost_region(name: str) -> ImpastoProblem:
    return _problem(
        i18n("'{name}', which marks a region, is no longer in this picture.").format(name=name),
        i18n("Remove that line from the regions."),
        "regions",
    )


def nothing_selected(name: str) -> ImpastoProblem:
    return _problem(
        i18n("The selection does not touch the layer '{name}'.").format(name=name),
        i18n("Select a part of it, or choose 'The whole layer' under 'Paint'."),
        "apply_mask",
    )


def no_earlier_result() -> ImpastoProblem:
    return _problem(
        i18n("There is no earlier result of this layer to start from."),
        i18n("Choose another 'Start from' under 'Advanced', or stylize the layer once first."),
        "parameters.init",
    )


def document_closed() -> ImpastoProblem:
    return _problem(
        i18n("The picture was closed before its result arrived."),
        i18n("Open it again and press 'Insert' in the history."),
    )


def unexpected(error: Exception) -> Problem:
    """For an error that nobody foresaw: still one line, without a traceback."""
    return Problem(
        "INTERNAL",
        i18n("Something went wrong inside the plug-in: {error}.").format(error=str(error).rstrip(".")),
        i18n("Try again; if it stays, report these words."),
    )


def problem_of(error: Exception) -> Problem:
    return error.problem if isinstance(error, ImpastoProblem) else unexpected(error)


def _problem(sentence: str, remedy: str, field: str = "") -> ImpastoProblem:
    return ImpastoProblem(Problem("INVALID_ARGUMENT", sentence, remedy, field))
