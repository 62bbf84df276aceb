import { ExternalLink, Folder, Link as LinkIcon, MousePointerClick, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { removeWithUndo } from "@/actions/rows";
import { Tag } from "@/components/Chip";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { dayAndClock } from "@/i18n/format";
import { projects } from "@/store/kinds";
import { InlineText } from "../parts/InlineText";
import { pickProject } from "../parts/pickers";
import { Pick, Prop, Props } from "../parts/Props";
import { addressOf, count } from "./open";
import { links, type Link } from "./store";
import "./links.css";

/** A link: where it leads, what it is for, how often it was opened. */
export default function LinkDetail({ id }: { id: Id }): JSX.Element {
  const slot = links.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  const link = slot.value;
  if (!link) return <Skeleton />;
  const project = link.project_id ? projects.slot(link.project_id).value : undefined;
  const change = (patch: Partial<Link>): void => void links.update(id, patch).catch(() => undefined); // said in a toast, and shown as it was
  return (
    <article class="detail linkdetail" aria-label={link.name}>
      <header>
        <InlineText label={t("links.name")} value={link.name} required onSave={(name) => change({ name })} />
        <a class="btn primary" href={addressOf(link)} target="_blank" rel="noopener noreferrer" onClick={() => count(link)} onAuxClick={() => count(link)}><ExternalLink aria-hidden="true" />{t("open")}</a>
      </header>
      <Props>
        <Prop label={t("links.address")} icon={LinkIcon}><InlineText label={t("links.address")} value={link.url} required onSave={(url) => change({ url })} /></Prop>
        <Prop label={t("kind.project")} icon={Folder}>
          <Pick label={t("kind.project")} empty={link.project_id ? "" : t("tasks.none_set")} onPick={(anchor) => pickProject(anchor, link.project_id, (project_id) => change({ project_id }))}>
            {link.project_id ? <Tag color={project?.color}>{project?.name ?? "…"}</Tag> : null}
          </Pick>
        </Prop>
        <Prop label={t("links.opened")} icon={MousePointerClick}>
          <span>{link.last_clicked_at ? t("links.opened_times", { count: link.clicks, when: dayAndClock(link.last_clicked_at) }) : t("links.never")}</span>
        </Prop>
      </Props>
      <InlineText class="text" multiline label={t("tasks.description")} value={link.description ?? ""} placeholder={t("tasks.description_placeholder")} onSave={(description) => change({ description })} />
      <footer class="foot">
        <span>{t("projects.created", { when: dayAndClock(link.created_at) })}</span>
        <span class="tools"><IconButton label={t("delete")} onClick={() => removeWithUndo({ kind: "link", id })}><Trash2 aria-hidden="true" /></IconButton></span>
      </footer>
    </article>
  );
}
