"""Which function of the canvas each action of the window calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from studio.ui.canvas.view import CanvasView


def canvas_slots(canvas: CanvasView) -> Mapping[str, Callable[..., object]]:
    """Functions by the id of their action."""
    editing, choosing, blocks = canvas.editing, canvas.choosing, canvas.blocks
    return {
        "edit.cut": editing.cut,
        "edit.copy": editing.copy,
        "edit.copy_code": editing.copy_code,
        "edit.paste": canvas.paste,
        "edit.duplicate": editing.duplicate,
        "edit.delete": editing.delete_healing,
        "edit.rename": canvas.rename_selected,
        "edit.find": canvas.search.find,
        "edit.add": canvas.add_layer,
        "edit.replace": canvas.search.replace,
        "edit.connect": canvas.hand.connect,
        "edit.mute": choosing.toggle_muted,
        "edit.reroute": choosing.reroute_selected,
        "edit.bend": canvas.hand.bend,
        "edit.comment": canvas.add_comment,
        "edit.frame": choosing.frame,
        "select.all": canvas.select_all,
        "select.upstream": choosing.upstream,
        "select.downstream": choosing.downstream,
        "select.similar": choosing.similar,
        "select.sharing": choosing.sharing,
        "select.wire": choosing.next_wire,
        "select.comment": choosing.next_comment,
        "block.group": blocks.group,
        "block.ungroup": blocks.ungroup,
        "block.open": blocks.open_selected,
        "block.leave": blocks.leave,
        "block.unique": blocks.make_unique,
        "block.share": blocks.share,
        "block.share_with": canvas.search.share_with,
        "block.expose": canvas.exposing.expose,
        "block.rename_exposed": canvas.exposing.rename,
        "block.unexpose": canvas.exposing.unexpose,
        "block.save": canvas.library.save,
        "block.insert": canvas.library.insert,
        "view.zoom_in": canvas.zoom_in,
        "view.zoom_out": canvas.zoom_out,
        "view.zoom_reset": canvas.reset_zoom,
        "view.fit": canvas.fit,
        "view.tidy": canvas.tidying.tidy,
        "view.top_to_bottom": canvas.tidying.top_to_bottom,
        "view.left_to_right": canvas.tidying.left_to_right,
    }
