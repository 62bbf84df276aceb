import { Star } from "lucide-preact";
import type { JSX } from "preact";
import { IconButton } from "@/components/Button";
import { openPopover } from "@/components/Popover";
import type { Project } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";

/** Colours that read on both grounds; the person's own is kept if it is another. */
export const COLORS = ["#2f7fd0", "#2e9e6b", "#d97706", "#d1495b", "#a855c7", "#0e9aa7", "#8a8f98", "#b08900"] as const;

export function change(id: string, patch: Partial<Project>): void {
  void projects.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
}

/** 0 to 100, as a figure and a short bar. */
export function Health({ value }: { value: number }): JSX.Element {
  const tone = value >= 70 ? "ok" : value >= 40 ? "warn" : "bad";
  return (
    <span class={`health ${tone}`} title={t("projects.health_of", { value })}>
      <span class="sr">{t("projects.health")} </span><b class="num">{value}</b><i aria-hidden="true"><u style={{ width: `${value}%` }} /></i>
    </span>
  );
}

export function Progress({ value }: { value: number }): JSX.Element {
  return (
    <span class="progress">
      <i aria-hidden="true"><u style={{ width: `${value}%` }} /></i><span class="num"><span class="sr">{t("projects.progress")} </span>{t("projects.percent", { value })}</span>
    </span>
  );
}

export function Favorite({ project }: { project: Project }): JSX.Element {
  return (
    <IconButton class="favorite" label={t(project.favorite ? "projects.unfavorite" : "projects.favorite")} on={project.favorite} onClick={() => change(project.id, { favorite: !project.favorite })}>
      <Star aria-hidden="true" />
    </IconButton>
  );
}

export function pickColor(anchor: Element, value: string | null, onPick: (color: string) => void): void {
  openPopover({
    anchor, label: t("projects.color"),
    render: (close) => (
      <div class="swatches">
        {COLORS.map((color, index) => (
          <button key={color} type="button" aria-pressed={color === value} aria-label={t("projects.color_n", { n: index + 1 })} style={{ background: color }} onClick={() => { close(); onPick(color); }} />
        ))}
        <input type="color" aria-label={t("projects.color_other")} value={value ?? COLORS[0]} onChange={(event) => { close(); onPick(event.currentTarget.value); }} />
      </div>
    ),
  });
}
