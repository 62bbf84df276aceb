import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { closable } from "@/actions/close";
import { t } from "@/i18n";
import { lazy } from "@/components/lazy";
import { Banner } from "./Banner";
import { Boundary } from "./Boundary";
import { Overlays } from "./Overlays";
import { Rail } from "./Rail";
import { Reconnecting, ReconnectingSaid } from "./Reconnecting";
import { Ringing } from "./Ringing";
import { phone } from "./media";
import { closePane, isNarrow, paneOpen, paneOver, paneWidth } from "./panes";
import { placeAt } from "./places";
import { firstSegment, location, navigate, segment } from "./router";
import { tellFailures } from "./failures";
import "./Shell.css";

const Pane = lazy(() => import("./panes/Pane"));

/** Rail, list, middle, pane. On a phone one of them at a time: the list, then what was opened from it. */
export function Shell(): JSX.Element {
  const place = placeAt(firstSegment.value);
  useEffect(() => {
    if (!firstSegment.peek() || firstSegment.peek() === "register") navigate("/rooms", { replace: true });
  }, [location.value.path]);
  useEffect(() => tellFailures(), []);
  useEffect(() => closable(() => {
    if (!isNarrow() || !paneOver.peek()) return false;
    closePane();
    return true;
  }), []);
  useEffect(() => {
    paneOver.value = false;
  }, [location.value.path]);

  const View = place.view;
  const List = place.list;
  const opened = segment(1) !== undefined;
  // On a phone the list stands alone until something is opened from it.
  const alone = phone.value && !opened;
  return (
    <div class={`shell${opened ? " opened" : ""}${List ? "" : " nolist"}${paneOpen.value ? " pane" : ""}${paneOver.value ? " over" : ""}`} style={{ "--pane": `${paneWidth.value}px` } as JSX.CSSProperties}>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>{t("nav.skip")}</a>
      <Rail place={place} />
      {List ? (
        <div class="list" role={alone ? "main" : "navigation"} aria-label={t("nav.list")}>
          {alone ? <h1 class="sr">{t(place.title)}</h1> : null}
          {alone ? <Reconnecting /> : null}
          <Boundary name={`list ${place.id}`}><List /></Boundary>
        </div>
      ) : null}
      <main id="main" tabIndex={-1}>
        <Banner />
        <Reconnecting />
        <Boundary name={`view ${place.id}`}><View /></Boundary>
      </main>
      {paneOver.value ? <div class="scrim" onClick={closePane} /> : null}
      <aside aria-label={t("nav.pane")} hidden={!paneOpen.value && !paneOver.value}><Boundary name="pane"><Pane /></Boundary></aside>
      <Overlays />
      <Ringing />
      <ReconnectingSaid />
    </div>
  );
}
