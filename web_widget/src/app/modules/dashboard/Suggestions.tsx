import { Lightbulb } from "lucide-preact";
import type { JSX } from "preact";
import { navigate } from "@/app/router";
import type { Suggestion } from "@/contract/generated";
import { t } from "@/i18n";

/** What may be worth doing next, each leading to where it is done. */
export function Suggestions({ found }: { found: Suggestion[] }): JSX.Element | null {
  if (found.length === 0) return null;
  return (
    <ul class="dashnext" aria-label={t("dashboard.next")}>
      {found.map((one) => (
        <li key={one.kind}><Lightbulb aria-hidden="true" /><a href={placeOf(one)} onClick={(event) => { event.preventDefault(); navigate(placeOf(one)); }}>{words(one)}</a></li>
      ))}
    </ul>
  );
}

function words({ kind, count = 0, label = "", more }: Suggestion): string {
  switch (kind) {
    case "ringing": return t("dashboard.next_ringing", { count, label });
    case "mentions": return t("dashboard.next_mentions", { count });
    case "overdue_tasks": return t(more ? "dashboard.next_overdue_more" : "dashboard.next_overdue", { count });
    case "unwell_project": return t("dashboard.next_unwell", { label, health: count });
    case "envelope_exceeded": return t("dashboard.next_envelope", { label });
    case "nothing_planned": return t("dashboard.next_nothing");
  }
}

function placeOf({ kind, id }: Suggestion): string {
  switch (kind) {
    case "ringing": return "/alarms";
    case "mentions": return `/rooms/${id ?? ""}`;
    case "unwell_project": return `/projects/${id ?? ""}`;
    case "envelope_exceeded": return "/budget";
    case "overdue_tasks":
    case "nothing_planned": return "/tasks";
  }
}
