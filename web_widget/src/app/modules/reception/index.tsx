import type { JSX } from "preact";
import { Tabs } from "@/components/Tabs";
import { t } from "@/i18n";
import { navigate, segment } from "../../router";
import { DONATIONS } from "./donations";
import { LOANS } from "./loans";
import { LOTS } from "./lots";
import { ORDERS } from "./orders";
import { DiskPage, DonationItemPage, ItemPage, LoanItemPage } from "./PieceDetail";
import { SESSIONS } from "./sessions";
import { SheetList } from "./SheetList";
import { SheetPage } from "./SheetPage";
import { TraceList } from "./TraceList";
import "./reception.css";

const TABS = ["lots", "sessions", "orders", "loans", "donations", "trace"] as const;
type Tab = (typeof TABS)[number];
const LISTS: Record<Tab, () => JSX.Element> = { lots: () => <SheetList of={LOTS} />, sessions: () => <SheetList of={SESSIONS} />, orders: () => <SheetList of={ORDERS} />, loans: () => <SheetList of={LOANS} />, donations: () => <SheetList of={DONATIONS} />, trace: TraceList };
/** What stands at an address with an id. */
const PAGES: Record<string, (props: { id: string }) => JSX.Element> = {
  lots: ({ id }) => <SheetPage of={LOTS} id={id} />,
  items: ItemPage,
  sessions: ({ id }) => <SheetPage of={SESSIONS} id={id} />,
  disks: DiskPage,
  loans: ({ id }) => <SheetPage of={LOANS} id={id} />,
  lent: LoanItemPage,
  donations: ({ id }) => <SheetPage of={DONATIONS} id={id} />,
  given: DonationItemPage,
  orders: ({ id }) => <SheetPage of={ORDERS} id={id} />,
};

/** The workshop's reception: what comes in, what is done with it, and where it goes. */
export default function ReceptionView(): JSX.Element {
  const first = segment(1);
  const id = segment(2);
  const Page = first && id ? PAGES[first] : undefined;
  if (Page && id) return <Page key={id} id={id} />;
  const tab: Tab = TABS.find((one) => one === first) ?? "lots";
  const List = LISTS[tab];
  return (
    <>
      <header class="head receptionhead">
        <h1>{t("place.reception")}</h1>
        <div class="tools">
          <Tabs label={t("place.reception")} value={tab} onValue={(next) => navigate(next === "lots" ? "/reception" : `/reception/${next}`)} options={TABS.map((value) => ({ value, label: t(`reception.${value}`) }))} />
        </div>
      </header>
      <div class="viewbody reception"><List key={tab} /></div>
    </>
  );
}
