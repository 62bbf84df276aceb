import type { JSX } from "preact";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import type { Id } from "@/contract";
import { t } from "@/i18n";
import { fullMoment } from "@/i18n/format";
import { Line } from "./Line";
import { lines } from "./store";
import "./journal.css";

/** A line beside the work. */
export default function LineDetail({ id }: { id: Id }): JSX.Element {
  const slot = lines.slot(id);
  if (slot.state === "missing") return <Empty title={t("error.not_found")} />;
  if (!slot.value) return <Skeleton />;
  return (
    <article class="detail journal" aria-label={t("kind.journal")}>
      <p class="mute">{fullMoment(slot.value.at)}</p>
      <div role="list" aria-label={t("kind.journal")}><Line line={slot.value} /></div>
    </article>
  );
}
