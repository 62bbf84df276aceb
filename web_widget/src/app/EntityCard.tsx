import type { JSX } from "preact";
import type { EntityKind, Id } from "@/contract";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Skeleton } from "@/components/Skeleton";
import { t } from "@/i18n";
import { storeOf } from "@/store/kinds";
import { detailOf, kinds, titleOf } from "./entity_kinds";
import { navigate } from "./router";
import "./EntityCard.css";

/** The plain detail of any entity: its icon, name, date and description. A module's own detail replaces it. */
export function EntityCard({ kind, id }: { kind: EntityKind; id: Id }): JSX.Element {
  const info = kinds[kind];
  const slot = storeOf(kind)?.slot(id);
  if (!slot || slot.state === "missing") return <Empty title={t("error.not_found")} />;
  if (!slot.value) return <Skeleton />;
  const entity = slot.value as unknown as Record<string, unknown>;
  const text = entity["description"] ?? entity["content"] ?? entity["notes"];
  return (
    <article class="entitycard">
      <p class="mute small">{t(info.name)}</p>
      <h2>{titleOf(kind, slot.value)}</h2>
      {detailOf(kind, slot.value) ? <p>{detailOf(kind, slot.value)}</p> : null}
      {typeof text === "string" && text ? <p class="text">{text}</p> : null}
      <Button onClick={() => navigate(info.href(id))}>{t("open")}</Button>
    </article>
  );
}
