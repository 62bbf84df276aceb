import { X } from "lucide-preact";
import type { JSX } from "preact";
import { Chip } from "@/components/Chip";
import { Check, Field, Select } from "@/components/Field";
import { openPopover } from "@/components/Popover";
import { t } from "@/i18n";
import { projects, users } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { setQuery } from "../../router";
import { knownLabels } from "./actions";
import { shown } from "./state";

export function openFilters(anchor: Element): void {
  openPopover({ anchor, label: t("tasks.filter"), placement: "bottom-end", render: () => <FilterPanel /> });
}

function FilterPanel(): JSX.Element {
  const now = shown();
  const list = useQuery(projects.query({ limit: 200 }));
  const people = useQuery(users.query({ limit: 200 }));
  return (
    <div class="filterpanel">
      <Field label={t("tasks.words")} type="search" value={now.q} onValue={(q) => setQuery({ q: q || null })} />
      <Select label={t("kind.project")} value={now.project ?? ""} onValue={(id) => setQuery({ project: id || null })}
        options={[["", t("tasks.any")], ["none", t("tasks.no_project")], ...list.items.value.map((project) => [project.id, project.name] as const)]} />
      <Select label={t("tasks.label")} value={now.tag ?? ""} onValue={(tag) => setQuery({ tag: tag || null })}
        options={[["", t("tasks.any")], ...knownLabels().map((tag) => [tag, tag] as const)]} />
      <Select label={t("tasks.assignee")} value={now.assignee ?? ""} onValue={(who) => setQuery({ who: who || null })}
        options={[["", t("tasks.any")], ...people.items.value.filter((user) => user.kind === "user").map((user) => [user.id, user.display_name] as const)]} />
      <Check label={t("tasks.show_done")} checked={now.done} onValue={(done) => setQuery({ done: done ? "1" : null })} />
    </div>
  );
}

/** The filters that are on; a press takes one off. */
export function ActiveFilters(): JSX.Element | null {
  const now = shown();
  const project = now.project && now.project !== "none" ? projects.slot(now.project).value?.name ?? "…" : now.project ? t("tasks.no_project") : null;
  const person = now.assignee ? users.slot(now.assignee).value?.display_name ?? "…" : null;
  const on: [string, string][] = [];
  if (now.q) on.push(["q", `“${now.q}”`]);
  if (project) on.push(["project", project]);
  if (now.tag) on.push(["tag", now.tag]);
  if (person) on.push(["who", person]);
  if (on.length === 0) return null;
  return (
    <div class="filters">
      {on.map(([name, text]) => <Chip key={name} on title={t("tasks.filter_off")} onClick={() => setQuery({ [name]: null })}>{text}<X aria-hidden="true" /></Chip>)}
    </div>
  );
}
