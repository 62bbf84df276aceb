import type { JSX } from "preact";
import { action } from "@/actions/table";
import { Avatar, Row } from "@/components";
import { t } from "@/i18n";
import { me } from "@/store/session";
import { places } from "./places";
import { navigate } from "./router";
import "./MoreView.css";

/** On a phone: the places that have no room in the bar, the person, and search. */
export default function MoreView(): JSX.Element {
  const rest = places.filter((place) => place.rail && !place.bar && (place.when?.() ?? true));
  const self = me.value;
  return (
    <>
      <header class="head"><h1>{t("place.more")}</h1></header>
      <div class="moreview scroll grow">
        {self ? <Row start={<Avatar id={self.id} name={self.display_name} size="m" presence />} title={self.display_name} end={`@${self.username}`} onOpen={() => navigate("/settings")} /> : null}
        {["palette", "pane.today", "undo"].map((id) => {
          const Icon = action(id).icon;
          return <Row key={id} start={Icon ? <Icon aria-hidden="true" /> : null} title={t(action(id).title)} onOpen={() => action(id).run()} />;
        })}
        <hr class="menu-line" />
        {rest.map((place) => <Row key={place.id} start={<place.icon aria-hidden="true" />} title={t(place.title)} onOpen={() => navigate(`/${place.path}`)} />)}
        <hr class="menu-line" />
        <Row title={t("auth.sign_out")} onOpen={() => action("sign_out").run()} />
      </div>
    </>
  );
}
