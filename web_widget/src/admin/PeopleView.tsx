import { Ellipsis, Plus, Users } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { Avatar } from "@/components/Avatar";
import { Button, IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { Check, Field } from "@/components/Field";
import type { EntityRef, User } from "@/contract";
import { t } from "@/i18n";
import { fold } from "@/i18n/fold";
import { relative } from "@/i18n/format";
import { users } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { me } from "@/store/session";
import { presenceOf } from "@/store/presence";
import { segment } from "@/app/router";
import { ListState } from "@/app/modules/parts/ListState";
import { Invitations, openInvite } from "./Invitations";
import { NewAccount } from "./NewAccount";
import { PersonDialogs, personMenu, type Asking } from "./person";

const all = users.query({ limit: 200 });

/** Accounts and invitations. */
export default function PeopleView(): JSX.Element {
  useQuery(all);
  const [q, setQ] = useState("");
  const [disabled, setDisabled] = useState(false);
  const [creating, setCreating] = useState(false);
  const [asking, setAsking] = useState<Asking | null>(null);
  const chosen = segment(2);
  useEffect(() => {
    if (chosen) current.value = { kind: "user", id: chosen };
  }, [chosen]);
  const words = fold(q.trim());
  const list = all.items.value
    .filter((user) => (disabled || !user.disabled) && (!words || fold(`${user.display_name} ${user.username} ${user.email ?? ""}`).includes(words)))
    .sort((a, b) => a.display_name.localeCompare(b.display_name));
  const ids = list.map((user) => user.id).join(" ");
  useRows(useCallback((): EntityRef[] => ids.split(" ").filter(Boolean).map((id) => ({ kind: "user", id })), [ids]));
  const hidden = all.items.value.filter((user) => user.disabled).length;
  return (
    <>
      <div class="adminbar people">
        <Field bare type="search" label={t("people.search")} placeholder={t("people.search")} value={q} onValue={setQ} />
        {hidden > 0 ? <Check label={t("people.show_disabled", { count: hidden })} checked={disabled} onValue={setDisabled} /> : null}
        <span class="tools">
          <Button small onClick={() => setCreating(true)}><Plus aria-hidden="true" />{t("people.create")}</Button>
          <Button small tone="primary" onClick={openInvite}>{t("people.invite")}</Button>
        </span>
      </div>
      <div class="viewbody">
        <ListState query={all} none={list.length === 0} empty={<Empty icon={<Users aria-hidden="true" />} title={t("people.none_match")} />}>
          <div class="admintable people" role="table" aria-label={t("admin.people")}>
            <div class="trow heads" role="row">
              <span role="columnheader">{t("settings.name")}</span><span role="columnheader">{t("people.role")}</span>
              <span role="columnheader" class="wide">{t("settings.email")}</span><span role="columnheader" class="wide">{t("people.last_seen")}</span><span role="columnheader"><span class="sr">{t("more")}</span></span>
            </div>
            {list.map((user) => <PersonRow key={user.id} user={user} ask={setAsking} />)}
          </div>
        </ListState>
        <Invitations />
      </div>
      {creating ? <NewAccount onClose={() => setCreating(false)} /> : null}
      {asking ? <PersonDialogs asking={asking} onClose={() => setAsking(null)} /> : null}
    </>
  );
}

function PersonRow({ user, ask }: { user: User; ask: (asking: Asking) => void }): JSX.Element {
  const ref: EntityRef = { kind: "user", id: user.id };
  const bot = user.kind === "bot";
  const online = presenceOf(user.id)?.online ?? false;
  return (
    <div role="row" class={`trow${isCurrent(ref) ? " on" : ""}${user.disabled ? " off" : ""}`} data-row={`user:${user.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => { event.preventDefault(); personMenu(user, { x: event.clientX, y: event.clientY }, ask); }}>
      <span role="cell" class="name">
        <Avatar id={user.id} name={user.display_name} size="s" bot={bot && user.username === "eko"} />
        <span class="ell"><b>{user.display_name}</b> <span class="mute">@{user.username}</span>{user.id === me.value?.id ? <span class="mute"> · {t("people.you")}</span> : null}</span>
        {user.disabled ? <span class="pill">{t("people.disabled")}</span> : null}
      </span>
      <span role="cell">{t(`people.role_${user.role}`)}</span>
      <span role="cell" class="wide ell mute">{user.email ?? "–"}</span>
      <span role="cell" class="wide mute">{bot ? "–" : online ? t("people.here") : user.last_seen_at ? relative(user.last_seen_at) : t("people.never")}</span>
      <span role="cell" class="right"><IconButton label={t("people.more_named", { name: user.display_name })} aria-haspopup="menu" onClick={(event) => personMenu(user, event.currentTarget, ask)}><Ellipsis aria-hidden="true" /></IconButton></span>
    </div>
  );
}
