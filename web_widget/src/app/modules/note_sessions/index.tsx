import { ListOrdered, Pin, Plus } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useRef, useState } from "preact/hooks";
import { Button } from "@/components/Button";
import { Moment } from "@/components/DateWords";
import { Empty } from "@/components/Empty";
import { Row } from "@/components/Row";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { useQuery } from "@/store/queries";
import { useRows } from "@/store/selection";
import { navigate, segment } from "../../router";
import { ListState } from "../parts/ListState";
import { Session } from "./Session";
import { sessions } from "./store";
import "./sessions.css";

const all = sessions.query({ limit: 100 });

export default function SessionsView(): JSX.Element {
  const id = segment(1);
  return id ? <Session key={id} id={id} /> : <SessionList />;
}

function SessionList(): JSX.Element {
  const list = useQuery(all);
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((session) => ({ kind: "note_session", id: session.id })), []));
  return (
    <>
      <header class="head"><h1>{t("place.sessions")}</h1></header>
      <div class="viewbody sessions">
        <NewSession />
        <ListState query={list} empty={<Empty icon={<ListOrdered aria-hidden="true" />} title={t("sessions.none")} text={t("sessions.none_text")} />}>
          <div class="sessionrows">
            {items.map((session) => (
              <Row key={session.id} entity={{ kind: "note_session", id: session.id }} start={session.pinned ? <Pin class="pinned" aria-label={t("sessions.pinned")} /> : <ListOrdered aria-hidden="true" />}
                title={session.title} note={session.summary?.text} end={<Moment at={session.started_at} />} onOpen={() => navigate(`/sessions/${session.id}`)} />
            ))}
          </div>
          {list.more.value ? <div class="loadmore"><Button small onClick={() => void list.loadMore().catch(() => undefined)}>{t("more")}</Button></div> : null}
        </ListState>
      </div>
    </>
  );
}

function NewSession(): JSX.Element {
  const [title, setTitle] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = title.trim();
    if (!wanted) return;
    setTitle("");
    sessions.create({ title: wanted }).then((made) => navigate(`/sessions/${made.id}`), () => setTitle((now) => now || wanted));
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input type="text" data-quickadd aria-label={t("sessions.add")} placeholder={t("sessions.add")} value={title} maxLength={300} onInput={(event) => setTitle(event.currentTarget.value)} />
    </form>
  );
}
