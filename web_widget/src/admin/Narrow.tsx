import { ArrowLeft } from "lucide-preact";
import type { ComponentChildren, JSX } from "preact";
import { useEffect } from "preact/hooks";
import { IconButton } from "@/components/Button";
import type { EntityKind } from "@/contract";
import { t } from "@/i18n";
import { isNarrow, openEntity } from "@/app/panes";
import { navigate, segment } from "@/app/router";
import type { AdminTab } from "./index";

/** One thing by its address: beside the list where there is room, in its place where there is not. */
export function WithDetail({ tab, kind, detail, children }: { tab: AdminTab; kind: EntityKind; detail: (id: string) => JSX.Element; children: ComponentChildren }): JSX.Element {
  const id = segment(2);
  const narrow = isNarrow();
  useEffect(() => {
    // The shell closes a sliding pane on every move, so this comes after it.
    if (id && !isNarrow()) queueMicrotask(() => openEntity({ kind, id }));
  }, [id, kind]);
  if (!id || !narrow) return <>{children}</>;
  return (
    <div class="viewbody">
      <p class="adminback"><IconButton label={t("back")} onClick={() => navigate(`/admin/${tab}`)}><ArrowLeft aria-hidden="true" /></IconButton><span>{t(`admin.${tab}`)}</span></p>
      {detail(id)}
    </div>
  );
}
