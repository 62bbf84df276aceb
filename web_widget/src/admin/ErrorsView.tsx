import { Bug, ChevronRight, Trash2 } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { api } from "@/connection";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import type { EntityRef, Id } from "@/contract";
import type { ClientError } from "@/contract/generated";
import { t } from "@/i18n";
import { dayAndClock, fullMoment, relative } from "@/i18n/format";
import { current, isCurrent, useRows } from "@/store/selection";
import { toast, toastError } from "@/store/toasts";
import { rowVerbs } from "@/actions/rows";
import { copyText } from "@/app/chat/MessageView";
import { deviceName } from "@/app/settings/Security";
import { Prop, Props } from "@/app/modules/parts/Props";
import { navigate, segment } from "@/app/router";
import { usePages, type Pages } from "./pages";
import { PagesState } from "./PagesState";

/** What went wrong in browsers, the same fault once; deleting takes one off the list until it happens again. */
export default function ErrorsView(): JSX.Element {
  const pages = usePages<ClientError>("/api/client-errors", { limit: 50 });
  const open = segment(2) ?? null;
  useRows(useCallback((): EntityRef[] => pages.items.peek().map(({ id }) => ({ kind: "client_error", id })), [pages]));
  const [busy, setBusy] = useState(false);
  const clear = async (): Promise<void> => {
    setBusy(true);
    for (const { id } of pages.items.peek()) await remove(pages, id, true);
    await pages.load();
    setBusy(false);
  };
  rowVerbs.client_error = { remove: (id) => void remove(pages, id) };
  const count = pages.items.value.length;
  return (
    <>
      <div class="adminbar">
        <p>{t("errors.text")}</p>
        <span class="tools">{count > 1 ? <Button small busy={busy} onClick={() => void clear()}>{t("errors.delete_shown", { count })}</Button> : null}</span>
      </div>
      <div class="viewbody">
        <PagesState pages={pages} empty={<Empty icon={<Bug aria-hidden="true" />} title={t("errors.none")} text={t("errors.none_text")} />}>
          <div class="errors">{pages.items.value.map((group) => <ErrorRow key={group.id} group={group} open={open === group.id} pages={pages} />)}</div>
        </PagesState>
      </div>
    </>
  );
}

async function remove(pages: Pages<ClientError>, id: Id, quiet = false): Promise<void> {
  pages.drop(id);
  try {
    await api.delete(`/api/client-errors/${id}`);
    if (!quiet) toast(t("errors.deleted_toast"));
  } catch (error) {
    toastError(error);
    await pages.load();
  }
}

function ErrorRow({ group, open, pages }: { group: ClientError; open: boolean; pages: Pages<ClientError> }): JSX.Element {
  const ref: EntityRef = { kind: "client_error", id: group.id };
  const panel = `error-${group.id}`;
  return (
    <article class={`error${open ? " open" : ""}`} aria-label={group.message}>
      <div class={`row${isCurrent(ref) ? " on" : ""}`} data-row={`client_error:${group.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}>
        <ChevronRight aria-hidden="true" class="twist" />
        <button type="button" class="title ell" aria-expanded={open} aria-controls={panel} onClick={() => navigate(open ? "/admin/errors" : `/admin/errors/${group.id}`, { replace: true })}>{group.message}</button>
        <span class="end">
          <span class="wide">{group.where ?? ""}</span>
          <b class="num">{t("errors.times", { count: group.count })}</b>
          <span class="wide">{t("errors.people", { count: group.people })}</span>
          <time dateTime={group.last_at} title={fullMoment(group.last_at)}>{relative(group.last_at)}</time>
          <IconButton label={t("errors.delete_named", { message: group.message.slice(0, 60) })} keys="#" onClick={() => void remove(pages, group.id)}><Trash2 aria-hidden="true" /></IconButton>
        </span>
      </div>
      {open ? (
        <div class="errorbody" id={panel}>
          <Props>
            <Prop label={t("errors.seen")}>{t("errors.first_last", { first: dayAndClock(group.first_at), last: dayAndClock(group.last_at) })}</Prop>
            {group.url ? <Prop label={t("errors.address")}><code>{group.url}</code></Prop> : null}
            {group.where ? <Prop label={t("errors.where")}>{group.where}</Prop> : null}
            {group.version ? <Prop label={t("errors.version")}>{group.version}</Prop> : null}
            {group.user_agent ? <Prop label={t("errors.browser")}><span title={group.user_agent}>{deviceName(group.user_agent)}</span></Prop> : null}
          </Props>
          {group.stack ? <pre tabIndex={0} role="region" aria-label={t("errors.stack")}>{group.stack}</pre> : <p class="mute small">{t("errors.no_stack")}</p>}
          <Button small onClick={() => copyText([group.message, group.url, group.version, group.user_agent, group.stack].filter(Boolean).join("\n"))}>{t("copy")}</Button>
        </div>
      ) : null}
    </article>
  );
}
