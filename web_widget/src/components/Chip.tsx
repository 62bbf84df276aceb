import type { ComponentChildren, JSX } from "preact";
import type { EntityKind, Id } from "@/contract";
import { detailOf, kinds, titleOf } from "@/app/entity_kinds";
import { openEntity } from "@/app/panes";
import { navigate } from "@/app/router";
import { t } from "@/i18n";
import { storeOf } from "@/store/kinds";
import "./Chip.css";

/** A small bordered word: a filter, a label, a state. With `onClick` it is a button. */
export function Chip({ children, on, onClick, title }: { children: ComponentChildren; on?: boolean; onClick?: (event: MouseEvent) => void; title?: string }): JSX.Element {
  if (!onClick) return <span class="chip" title={title}>{children}</span>;
  return <button type="button" class={`chip${on ? " on" : ""}`} aria-pressed={on} onClick={onClick} title={title}>{children}</button>;
}

/** A coloured square and a word: a project, a label. */
export function Tag({ color, children }: { color?: string | null | undefined; children: ComponentChildren }): JSX.Element {
  return <span class="tag"><i style={{ background: color || "var(--accent)" }} />{children}</span>;
}

/** A count for the eye; say it in words beside it (`class="sr"`). */
export function Badge({ count, tone = "accent" }: { count: number; tone?: "accent" | "bad" | "quiet" }): JSX.Element | null {
  if (count <= 0) return null;
  return <em class={`badge ${tone}`} aria-hidden="true">{count > 99 ? "99+" : count}</em>;
}

/** Something of the app, by name: a click opens it beside; its state shows on hover. */
export function EntityChip({ kind, id }: { kind: EntityKind; id: Id }): JSX.Element {
  const info = kinds[kind];
  const Icon = info.icon;
  const slot = storeOf(kind)?.slot(id);
  const name = slot?.value ? titleOf(kind, slot.value) : slot?.state === "loading" || slot?.state === "absent" ? "…" : t(info.name);
  const open = (event: MouseEvent): void => {
    event.preventDefault();
    event.stopPropagation();
    if (info.view) openEntity({ kind, id });
    else navigate(info.href(id));
  };
  return (
    <a class="chip entity" href={info.href(id)} onClick={open} title={slot?.value ? [t(info.name), detailOf(kind, slot.value)].filter(Boolean).join(" · ") : t(info.name)}>
      <Icon aria-hidden="true" /><span class="ell">{name}</span>
    </a>
  );
}
