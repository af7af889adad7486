"""Layers of every shape and condition: the right result or a plain sentence."""

from __future__ import annotations

import pytest
from easel import QUICK, Easel, box_of, raw


@pytest.mark.parametrize(
    "box",
    [(20, 10, 30, 30), (-16, -8, 40, 40), (-10, -10, 90, 70)],
    ids=["inside", "over the edge", "larger"],
)
def test_a_layer_that_is_not_the_canvas_keeps_its_place_and_size(
    easel: Easel, box: tuple[int, int, int, int]
) -> None:
    document, _, _paint = easel.scene()
    node = easel.layer(document, "Odd", "garden", box)
    layer = easel.paint()
    assert easel.ui(lambda: box_of(layer)) == easel.ui(lambda: box_of(node)) == box


def test_an_empty_layer_is_refused_in_one_sentence(easel: Easel) -> None:
    document, _, _ = easel.scene()

    def add() -> object:
        node = document.createNode("Nothing", "paintlayer")
        document.rootNode().addChildNode(node, None)
        return node

    node = easel.ui(add)
    easel.ui.wait(lambda: document.activeNode() == node)
    easel.stylize()
    assert easel.problem() == "The layer 'Nothing' is empty. Paint something on it, or pick another layer."
    assert not easel.ui(lambda: easel.session.runner.is_busy)


@pytest.mark.parametrize("state", ["locked", "hidden"])
def test_a_locked_or_hidden_layer_is_painted_like_any_other(easel: Easel, state: str) -> None:
    document, photo, _ = easel.scene()
    plain = easel.paint()
    easel.ui(lambda: photo.setLocked(True) if state == "locked" else photo.setVisible(False))
    easel.activate(document, photo)
    layer = easel.paint()
    assert easel.ui(lambda: raw(layer, (0, 0, 64, 48))) == easel.ui(lambda: raw(plain, (0, 0, 64, 48)))
    assert easel.ui(photo.locked) == (state == "locked")


def test_a_layer_inside_a_group_gets_its_result_in_the_same_group(easel: Easel) -> None:
    document, photo, _ = easel.scene()

    def group() -> tuple[object, object]:
        node, inner = document.createGroupLayer("Group"), photo.duplicate()
        inner.setName("Inner")
        node.addChildNode(inner, None)
        document.rootNode().addChildNode(node, None)
        return node, inner

    node, inner = easel.ui(group)
    easel.ui.wait(
        lambda: document.activeNode() is not None and document.activeNode().name() in ("Group", "Inner")
    )
    easel.activate(document, inner)
    easel.paint()
    assert easel.ui(lambda: [child.name() for child in node.childNodes()]) == [
        "Inner",
        "Inner in the style of Paint",
    ]


def test_a_group_can_be_repainted_and_its_result_lies_above_it(easel: Easel) -> None:
    document, photo, _ = easel.scene()

    def group() -> object:
        node = document.createGroupLayer("Group")
        node.addChildNode(photo.duplicate(), None)
        document.rootNode().addChildNode(node, None)
        return node

    node = easel.ui(group)
    easel.ui.wait(lambda: document.activeNode() == node)
    easel.paint()
    assert easel.names(document)[-2:] == ["Group", "Group in the style of Paint"]


def test_a_group_that_passes_through_is_refused_in_one_sentence(easel: Easel) -> None:
    document, photo, _ = easel.scene()

    def group() -> object:
        node = document.createGroupLayer("Glass")
        node.addChildNode(photo.duplicate(), None)
        node.setPassThroughMode(True)
        document.rootNode().addChildNode(node, None)
        return node

    node = easel.ui(group)
    easel.ui.wait(lambda: document.activeNode() == node)
    easel.stylize()
    assert "'Glass' passes through" in easel.problem()


def test_without_a_style_the_docker_asks_for_one(easel: Easel) -> None:
    easel.scene()
    easel.choose(style=None)
    easel.stylize()
    assert easel.problem() == "No style is chosen. Pick a layer or an image file under 'Style'."


def test_a_style_layer_that_was_deleted_is_named(easel: Easel) -> None:
    _, _, paint = easel.scene()
    easel.ui(paint.remove)
    easel.stylize()
    easel.ui.wait(lambda: easel.docker.notice.isVisible())
    assert "'Paint' is no longer in this picture" in easel.problem()


def test_an_active_mask_stands_for_its_layer(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    easel.action("add_new_transparency_mask")
    easel.ui.wait(lambda: len(photo.childNodes()) == 1)
    easel.activate(document, easel.ui(photo.childNodes)[0])
    easel.choose(parameters=QUICK)
    easel.paint()
    assert easel.names(document)[-1] == "Photo in the style of Paint"
