import type { JSX } from "preact";
import { Empty } from "@/components/Empty";
import { lazy } from "@/components/lazy";
import { Tabs } from "@/components/Tabs";
import { t } from "@/i18n";
import { me } from "@/store/session";
import { navigate, segment } from "@/app/router";
import { view } from "@/app/modules/registry";
import "./admin.css";

const VIEWS = {
  overview: view("overview", () => import("./OverviewView")),
  activity: lazy(() => import("./ActivityView")),
  runs: lazy(() => import("./RunsView")),
  people: lazy(() => import("./PeopleView")),
  eko: lazy(() => import("./EkoView")),
  reports: view("reports", () => import("./ReportsView")),
  errors: lazy(() => import("./ErrorsView")),
};
export type AdminTab = keyof typeof VIEWS;
const TABS = Object.keys(VIEWS) as AdminTab[];

/** What administrators look after. Each tab has its address: /admin/activity, /admin/runs… and an id after it opens one. */
export default function AdminView(): JSX.Element {
  const asked = segment(1);
  const tab = TABS.find((one) => one === asked) ?? "overview";
  if (me.value?.role !== "admin") {
    return (
      <>
        <header class="head"><h1>{t("place.admin")}</h1></header>
        <Empty title={t("admin.only")} text={t("admin.only_text")} />
      </>
    );
  }
  const View = VIEWS[tab];
  return (
    <>
      <header class="head adminhead">
        <h1>{t("place.admin")}</h1>
        <div class="tools">
          <Tabs label={t("place.admin")} value={tab} onValue={(next) => navigate(`/admin/${next}`)} panel="admin-panel"
            options={TABS.map((value) => ({ value, label: t(`admin.${value}`) }))} />
        </div>
      </header>
      <div class="adminpanel" id="admin-panel" role="tabpanel" aria-label={t(`admin.${tab}`)}><View key={tab} /></div>
    </>
  );
}
