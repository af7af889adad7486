"""A painter repaints a layer: against the real server, with real weights, at a small size."""

from __future__ import annotations

from easel import LONG, QUICK, Easel, box_of, picture, raw

WHOLE = (0, 0, 64, 48)


def test_a_run_puts_one_new_layer_directly_above_the_source_and_leaves_the_source_alone(easel: Easel) -> None:
    """With the default preset's own network layers; the other tests use its first ones only."""
    document, photo, paint = easel.scene()
    easel.choose(parameters={"size": 64, "scales": 1, "iterations": 2})
    easel.activate(document, paint)
    before = easel.ui(lambda: raw(paint, WHOLE))
    easel.choose(style=easel.layer_style(photo))
    layer = easel.paint()
    assert easel.names(document) == ["Background", "Paint", "Paint in the style of Photo", "Photo"]
    assert easel.ui(lambda: layer.type()) == "paintlayer"
    assert easel.ui(lambda: raw(paint, WHOLE)) == before
    assert easel.ui(lambda: raw(layer, WHOLE)) != before


def test_the_result_has_the_size_and_position_of_the_source(easel: Easel) -> None:
    _, photo, _ = easel.scene()
    layer = easel.paint()
    assert easel.ui(lambda: box_of(layer)) == easel.ui(lambda: box_of(photo)) == WHOLE


def test_one_undo_takes_the_result_away_and_one_redo_brings_its_pixels_back(easel: Easel) -> None:
    document, _, _ = easel.scene()
    layer = easel.paint()
    painted = easel.ui(lambda: raw(layer, WHOLE))
    easel.action("edit_undo")
    easel.ui.wait(lambda: len(document.topLevelNodes()) == 3)
    easel.action("edit_redo")
    easel.ui.wait(lambda: len(document.topLevelNodes()) == 4)
    assert easel.ui(lambda: raw(document.topLevelNodes()[-1], WHOLE)) == painted


def test_a_running_job_shows_its_progress_and_touches_neither_the_document_nor_its_undo_list(
    easel: Easel,
) -> None:
    document, _, _ = easel.scene()
    easel.choose(parameters=LONG)
    easel.ui(lambda: document.setModified(False))
    undo = easel.ui(lambda: easel.app.action("edit_undo").text())
    job = easel.stylize()
    easel.ui.wait(lambda: job.preview is not None and len(job.losses) > 3, 60)
    easel.ui.wait(easel.docker.progress.bar.isVisible)
    easel.ui.wait(easel.docker.progress.preview.isVisible)
    easel.ui.wait(lambda: "Scale 1 of 1" in easel.docker.progress.line.text())
    assert not easel.ui(document.modified)
    assert easel.ui(lambda: easel.app.action("edit_undo").text()) == undo
    assert len(easel.names(document)) == 3


def test_cancel_ends_the_run_without_a_layer_and_what_was_painted_can_be_inserted(easel: Easel) -> None:
    document, _, _ = easel.scene()
    easel.choose(parameters=LONG)
    job = easel.stylize()
    easel.ui.wait(lambda: len(job.losses) > 2, 60)
    easel.press(easel.docker.cancel_button)
    easel.ui.wait(lambda: job.state.value == "cancelled", 20)
    assert len(easel.names(document)) == 3
    assert easel.ui(lambda: easel.docker.stylize_button.isVisible())
    row = easel.ui(lambda: easel.docker.history.rows[0])
    assert row.record.job_id == job.job_id
    easel.press(row.insert_button)
    easel.finish()
    assert easel.names(document)[-1] == "Photo in the style of Paint"


def test_the_same_seed_and_settings_paint_the_same_picture(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    first = easel.paint()
    easel.activate(document, photo)
    second = easel.paint()
    assert easel.ui(lambda: raw(second, WHOLE)) == easel.ui(lambda: raw(first, WHOLE))


def test_a_group_can_be_the_style(easel: Easel) -> None:
    document, photo, paint = easel.scene()

    def group() -> object:
        node = document.createGroupLayer("Group")
        node.addChildNode(paint.duplicate(), None)
        document.rootNode().addChildNode(node, paint)
        return node

    node = easel.ui(group)
    easel.ui.wait(lambda: document.activeNode() == node)
    easel.activate(document, photo)
    plain = easel.paint()
    easel.choose(style=easel.layer_style(node))
    easel.activate(document, photo)
    grouped = easel.paint()
    assert easel.ui(grouped.name) == "Photo in the style of Group"
    assert easel.ui(lambda: raw(grouped, WHOLE)) == easel.ui(lambda: raw(plain, WHOLE))


def test_a_clone_and_a_vector_layer_can_be_the_style(easel: Easel) -> None:
    document, photo, paint = easel.scene()
    circle = '<svg xmlns="http://www.w3.org/2000/svg"><rect width="64" height="48" fill="#d33"/><circle cx="30" cy="20" r="15" fill="#fc3"/></svg>'

    def add() -> tuple[object, object]:
        clone, vector = document.createCloneLayer("Clone", paint), document.createVectorLayer("Vector")
        document.rootNode().addChildNode(clone, paint)
        document.rootNode().addChildNode(vector, paint)
        vector.addShapesFromSvg(circle)
        document.waitForDone()
        return clone, vector

    clone, vector = easel.ui(add)
    easel.ui.wait(lambda: document.activeNode() == vector)
    for node in (clone, vector):
        easel.choose(style=easel.layer_style(node))
        easel.activate(document, photo)
        assert easel.ui(easel.paint().name) == f"Photo in the style of {easel.ui(node.name)}"


def test_a_picture_file_can_be_the_style(easel: Easel) -> None:
    easel.scene()
    easel.ui(lambda: easel.docker.controls.style_box.choose_file(str(picture("burning_sky"))))
    layer = easel.paint()
    assert easel.ui(layer.name) == "Photo in the style of burning sky"


def test_a_file_that_is_no_picture_is_refused_in_one_sentence(easel: Easel) -> None:
    easel.scene()
    easel.ui(lambda: easel.docker.controls.style_box.choose_file(__file__))
    easel.stylize()
    easel.ui.wait(lambda: easel.docker.notice.isVisible())
    assert "cannot be read" in easel.problem()


def test_regions_give_each_part_its_own_style(easel: Easel) -> None:
    from impasto.choices import RegionChoice, StyleKind, StyleSource

    document, photo, _paint = easel.scene()
    one_style = easel.paint()
    left = easel.layer(document, "Left", "woodcut_wave", (0, 0, 32, 48))
    easel.ui(lambda: left.setVisible(False))
    easel.activate(document, photo)
    other = StyleSource(StyleKind.FILE, str(picture("burning_sky")), "burning_sky")
    easel.choose(regions=(RegionChoice(easel.ui(lambda: left.uniqueId().toString()), "Left", other),))
    two_styles = easel.paint()
    easel.choose(regions=())
    halves = [
        easel.ui(lambda node=node: (raw(node, (0, 0, 16, 48)), raw(node, (48, 0, 16, 48))))
        for node in (one_style, two_styles)
    ]
    assert difference(halves[0][0], halves[1][0]) > 2 * difference(halves[0][1], halves[1][1])


def test_an_earlier_result_can_be_the_start(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    easel.choose(parameters={**QUICK, "init": "previous"})
    easel.stylize()
    easel.ui.wait(lambda: easel.docker.notice.isVisible())
    assert "no earlier result" in easel.problem()
    easel.choose(parameters=QUICK)
    easel.paint()
    easel.activate(document, photo)
    easel.choose(parameters={**QUICK, "init": "previous"})
    easel.paint()
    assert len(easel.names(document)) == 5


def test_stylize_and_repeat_last_are_in_the_menu(easel: Easel) -> None:
    document, photo, _ = easel.scene()
    easel.wait_until_ready()
    easel.action("impasto_stylize")
    easel.finish()
    easel.choose(parameters={}, style=None)
    easel.activate(document, photo)
    easel.action("impasto_repeat")
    job = easel.finish()
    assert job.choices.parameters == QUICK
    assert easel.names(document).count("Photo in the style of Paint") == 2


def difference(one: bytes, other: bytes) -> float:
    """The mean absolute difference of the bytes."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)
