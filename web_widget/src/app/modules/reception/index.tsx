import type { JSX } from "preact";
import { Tabs } from "@/components/Tabs";
import { t } from "@/i18n";
import { navigate, segment } from "../../router";
import { LotList } from "./LotList";
import LotPage from "./LotPage";
import { ItemPage } from "./PieceDetail";
import { TraceList } from "./TraceList";
import "./reception.css";

const TABS = ["lots", "trace"] as const;
type Tab = (typeof TABS)[number];
const LISTS: Record<Tab, () => JSX.Element> = { lots: LotList, trace: TraceList };

/** The workshop's reception: what comes in, what is done with it, and where it goes. */
export default function ReceptionView(): JSX.Element {
  const first = segment(1);
  const id = segment(2);
  if (first === "lots" && id) return <LotPage key={id} id={id} />;
  if (first === "items" && id) return <ItemPage key={id} id={id} />;
  const tab: Tab = TABS.find((one) => one === first) ?? "lots";
  const List = LISTS[tab];
  return (
    <>
      <header class="head">
        <h1>{t("place.reception")}</h1>
        <div class="tools">
          <Tabs label={t("place.reception")} value={tab} onValue={(next) => navigate(next === "lots" ? "/reception" : `/reception/${next}`)} options={TABS.map((value) => ({ value, label: t(`reception.${value}`) }))} />
        </div>
      </header>
      <div class="viewbody reception"><List /></div>
    </>
  );
}
