import { ArrowLeft, ExternalLink, Link as LinkIcon, Plus, Search } from "lucide-preact";
import type { JSX } from "preact";
import { useCallback, useMemo, useRef, useState } from "preact/hooks";
import { removeWithUndo } from "@/actions/rows";
import { IconButton } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { openMenu } from "@/components/Menu";
import { Tabs } from "@/components/Tabs";
import type { EntityRef } from "@/contract";
import { t } from "@/i18n";
import { projects } from "@/store/kinds";
import { useQuery } from "@/store/queries";
import { current, isCurrent, useRows } from "@/store/selection";
import { isNarrow, openEntity } from "../../panes";
import { location, navigate, segment, setQuery } from "../../router";
import { ListState } from "../parts/ListState";
import LinkDetail from "./LinkDetail";
import { addressOf, count, shortAddress } from "./open";
import { links, type Link } from "./store";
import "./links.css";

export default function LinksView(): JSX.Element {
  const id = segment(1);
  if (!id) return <LinkList />;
  return (
    <>
      <header class="head">
        <IconButton label={t("back")} onClick={() => navigate("/links")}><ArrowLeft aria-hidden="true" /></IconButton>
        <h1>{links.slot(id).value?.name ?? t("kind.link")}</h1>
      </header>
      <div class="viewbody"><LinkDetail key={id} id={id} /></div>
    </>
  );
}

function LinkList(): JSX.Element {
  const [text, setText] = useState("");
  const words = text.trim();
  const sort = location.value.query.get("sort") === "clicks" ? "clicks" : "created_at";
  const project = location.value.query.get("project") ?? undefined;
  const list = useQuery(useMemo(() => links.query({ limit: 100, sort, ...(project ? { project_id: project } : {}), ...(words ? { q: words } : {}) }), [sort, project, words]));
  const items = list.items.value;
  const latest = useRef(items);
  latest.current = items;
  useRows(useCallback((): EntityRef[] => latest.current.map((link) => ({ kind: "link", id: link.id })), []));
  return (
    <>
      <header class="head">
        <h1>{t("place.links")}</h1>
        <div class="tools">
          <Tabs label={t("links.order")} value={sort} onValue={(next) => setQuery({ sort: next === "clicks" ? "clicks" : null })}
            options={[{ value: "created_at", label: t("links.newest") }, { value: "clicks", label: t("links.most_opened") }]} />
        </div>
      </header>
      <div class="viewbody links">
        <AddLink />
        <label class="find linkfind"><Search aria-hidden="true" /><input type="search" aria-label={t("links.search")} placeholder={t("links.search")} value={text} onInput={(event) => setText(event.currentTarget.value)} /></label>
        <ListState query={list} empty={words ? <Empty title={t("links.none_found")} /> : <Empty icon={<LinkIcon aria-hidden="true" />} title={t("links.none")} text={t("links.none_text")} />}>
          <ul class="linklist" aria-label={t("place.links")}>{items.map((link) => <LinkRow key={link.id} link={link} />)}</ul>
        </ListState>
      </div>
    </>
  );
}

/** An address and Enter; what is refused stays in the line. */
function AddLink(): JSX.Element {
  const [url, setUrl] = useState("");
  const add = (event: Event): void => {
    event.preventDefault();
    const wanted = url.trim();
    if (!wanted) return;
    setUrl("");
    links.create({ url: wanted }).catch(() => setUrl((now) => now || wanted)); // said in a toast
  };
  return (
    <form class="taskadd" onSubmit={add}>
      <Plus aria-hidden="true" />
      <input data-quickadd type="text" inputMode="url" autocomplete="off" spellcheck={false} maxLength={2000} aria-label={t("links.add")} placeholder={t("links.add_placeholder")} value={url} onInput={(event) => setUrl(event.currentTarget.value)} />
    </form>
  );
}

function LinkRow({ link }: { link: Link }): JSX.Element {
  const ref: EntityRef = { kind: "link", id: link.id };
  const project = link.project_id ? projects.slot(link.project_id).value : undefined;
  const detail = (): void => (isNarrow() ? navigate(`/links/${link.id}`) : openEntity(ref));
  return (
    <li class={`linkrow${isCurrent(ref) ? " on" : ""}`} data-row={`link:${link.id}`} tabIndex={-1} onFocus={() => (current.value = ref)}
      onContextMenu={(event) => { event.preventDefault(); linkMenu(link, detail, { x: event.clientX, y: event.clientY }); }}>
      <button type="button" class="title" onClick={detail}>
        <b class="ell">{link.name}</b>
        <span class="ell">{shortAddress(link)}</span>
      </button>
      {project ? <span class="pill">{project.name}</span> : null}
      <span class="clicks num">{link.clicks > 0 ? t("links.clicks", { count: link.clicks }) : ""}</span>
      <a class="ibtn" href={addressOf(link)} target="_blank" rel="noopener noreferrer" aria-label={t("links.open", { name: link.name })} title={t("links.open", { name: link.name })} onClick={() => count(link)} onAuxClick={() => count(link)}>
        <ExternalLink aria-hidden="true" />
      </a>
    </li>
  );
}

function linkMenu(link: Link, detail: () => void, anchor: { x: number; y: number }): void {
  openMenu(anchor, t("more"), [
    { label: t("links.detail"), keys: "Enter", run: detail },
    { label: t("links.copy"), run: () => void navigator.clipboard.writeText(link.url) },
    "line",
    { label: t("delete"), keys: "#", bad: true, run: () => removeWithUndo({ kind: "link", id: link.id }) },
  ]);
}
