import { Plus, Waypoints } from "lucide-preact";
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
import { SituationPage } from "./Situation";
import { situations } from "./store";
import "./situations.css";

const all = situations.query({ limit: 100 });

export default function SituationsView(): JSX.Element {
  const id = segment(1);
  return id ? <SituationPage key={id} id={id} /> : <SituationList />;
}

function SituationList(): JSX.Element {
  const list = useQuery(all);
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((situation) => ({ kind: "situation", id: situation.id })), []));
  return (
    <>
      <header class="head"><h1>{t("place.situations")}</h1></header>
      <div class="viewbody situations">
        <NewSituation />
        <ListState query={list} empty={<Empty icon={<Waypoints aria-hidden="true" />} title={t("situations.none")} text={t("situations.none_text")} />}>
          <div class="situationrows">
            {items.map((situation) => (
              <Row key={situation.id} entity={{ kind: "situation", id: situation.id }} start={<Waypoints aria-hidden="true" />} title={situation.title} note={situation.description || undefined}
                end={<Moment at={situation.updated_at} />} onOpen={() => navigate(`/situations/${situation.id}`)} />
            ))}
          </div>
          {list.more.value ? <div class="loadmore"><Button small onClick={() => void list.loadMore().catch(() => undefined)}>{t("more")}</Button></div> : null}
        </ListState>
      </div>
    </>
  );
}

function NewSituation(): JSX.Element {
  const [title, setTitle] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = title.trim();
    if (!wanted) return;
    setTitle("");
    situations.create({ title: wanted }).then((made) => navigate(`/situations/${made.id}`), () => setTitle((now) => now || wanted)); // said in a toast
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input type="text" data-quickadd autocomplete="off" aria-label={t("situations.add")} placeholder={t("situations.add")} value={title} maxLength={300} onInput={(event) => setTitle(event.currentTarget.value)} />
    </form>
  );
}
