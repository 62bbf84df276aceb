import type { JSX } from "preact";
import type { Order } from "./reorder";

/** Where a row came to stand, for who listens. */
export function Said({ order }: { order: Order }): JSX.Element {
  return <p class="sr" role="status">{order.said.value}</p>;
}
