/** Dragging lines onto one another changes their order. */
import { combine } from "@atlaskit/pragmatic-drag-and-drop/combine";
import { draggable, dropTargetForElements } from "@atlaskit/pragmatic-drag-and-drop/element/adapter";
import { attachClosestEdge, extractClosestEdge } from "@atlaskit/pragmatic-drag-and-drop-hitbox/closest-edge";
import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Id } from "@/contract";

/** Makes a row draggable by its handle; returns the edge where what is dragged would land. */
export function useLineDrag(row: RefObject<HTMLElement>, handle: RefObject<HTMLElement>, id: Id, onDrop: (moved: Id, edge: "top" | "bottom") => void): "top" | "bottom" | null {
  const [edge, setEdge] = useState<"top" | "bottom" | null>(null);
  useEffect(() => {
    const element = row.current;
    const dragHandle = handle.current;
    if (!element || !dragHandle) return;
    const edgeOf = (data: Record<string | symbol, unknown>): "top" | "bottom" => (extractClosestEdge(data) === "top" ? "top" : "bottom");
    return combine(
      draggable({ element, dragHandle, getInitialData: () => ({ line: id }) }),
      dropTargetForElements({
        element,
        canDrop: ({ source }) => typeof source.data["line"] === "string" && source.data["line"] !== id,
        getData: ({ input }) => attachClosestEdge({ line: id }, { element, input, allowedEdges: ["top", "bottom"] }),
        onDrag: ({ self }) => setEdge(edgeOf(self.data)),
        onDragLeave: () => setEdge(null),
        onDrop: ({ self, source }) => {
          setEdge(null);
          onDrop(source.data["line"] as Id, edgeOf(self.data));
        },
      }),
    );
  }, [id, onDrop]);
  return edge;
}
