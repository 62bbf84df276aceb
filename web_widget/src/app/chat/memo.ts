/** Draws again only when a property changed (Preact's own is in `preact/compat`, which nothing else needs). */
import { Component, h, type FunctionComponent, type VNode } from "preact";

export function memo<P extends object>(inner: FunctionComponent<P>): FunctionComponent<P> {
  class Memo extends Component<P> {
    override shouldComponentUpdate(next: Readonly<P>): boolean {
      const before = this.props as Record<string, unknown>;
      const after = next as Record<string, unknown>;
      for (const name in after) if (after[name] !== before[name]) return true;
      for (const name in before) if (!(name in after)) return true;
      return false;
    }
    override render(): VNode {
      return h(inner as FunctionComponent<object>, this.props);
    }
  }
  return Memo as unknown as FunctionComponent<P>;
}
