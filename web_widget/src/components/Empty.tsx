import type { ComponentChildren, JSX } from "preact";
import "./Empty.css";

/** A view with nothing in it: says so, and what to do. */
export function Empty({ icon, title, text, action }: { icon?: ComponentChildren; title: string; text?: string | undefined; action?: ComponentChildren }): JSX.Element {
  return (
    <div class="empty">
      {icon}
      <p class="title">{title}</p>
      {text ? <p class="mute">{text}</p> : null}
      {action ? <div class="do">{action}</div> : null}
    </div>
  );
}
