import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { closable } from "@/actions/close";
import { preloadDates } from "@/components/DatePicker";
import { lazy } from "@/components/lazy";
import { view } from "./modules/registry";
import { viewing } from "./chat/state";
import { closeOverlay, overlay } from "./overlay";

const nothing = <></>;
const Palette = lazy(() => import("./palette/Palette"), nothing);
const KeySheet = lazy(() => import("./KeySheet"), nothing);
const NewRoom = lazy(() => import("./rooms/NewRoom"), nothing);
const NewDirect = lazy(() => import("./rooms/NewDirect"), nothing);
const RoomDialog = lazy(() => import("./rooms/RoomDialog"), nothing);
const QuickLine = view("journal", () => import("./modules/journal/QuickLine"));
const NewPoll = view("polls", () => import("./modules/polls/NewPoll"));
const ReportDialog = view("reports", () => import("./modules/reports/ReportDialog"));
const Viewer = lazy(() => import("./chat/Viewer"), nothing);
const SignOut = lazy(() => import("./SignOut"), nothing);

/** Draws the one thing that lies over the page. */
export function Overlays(): JSX.Element | null {
  const shown = overlay.value;
  useEffect(() => {
    if (shown !== null) return closable(() => (closeOverlay(), true));
    return undefined;
  }, [shown]);
  // The palette and the dates answer at once: their code comes while one reads.
  useEffect(() => {
    const timer = setTimeout(() => {
      void Palette.preload();
      preloadDates();
    }, 1500);
    return () => clearTimeout(timer);
  }, []);
  if (viewing.value) return <Viewer shown={viewing.value} />;
  if (shown === null) return null;
  if (typeof shown === "object" && "poll" in shown) return <NewPoll room={shown.poll} />;
  if (typeof shown === "object" && "report" in shown) return <ReportDialog message={shown.report} />;
  if (typeof shown === "object") return <RoomDialog key={shown.room} room={shown.room} tab={shown.tab} />;
  switch (shown) {
    case "palette": return <Palette />;
    case "keys": return <KeySheet />;
    case "new_room": return <NewRoom />;
    case "new_direct": return <NewDirect />;
    case "journal": return <QuickLine />;
    case "sign_out": return <SignOut />;
  }
}
