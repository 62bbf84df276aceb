import { Ellipsis } from "lucide-preact";
import type { JSX } from "preact";
import { action } from "@/actions/table";
import { showKeys } from "@/actions/keyboard";
import { Avatar } from "@/components/Avatar";
import { Badge } from "@/components/Chip";
import { openMenu } from "@/components/Menu";
import { t } from "@/i18n";
import { attention } from "@/store/rooms";
import { me } from "@/store/session";
import { setPresence } from "@/store/presence";
import { navigate } from "./router";
import { places, type Place } from "./places";
import "./Rail.css";

/** The narrow column of places; on a phone, the bar at the bottom. */
export function Rail({ place }: { place: Place }): JSX.Element {
  const shown = places.filter((one) => one.when?.() ?? true);
  return (
    <nav class="rail" aria-label={t("nav.places")}>
      <span class="mark" aria-hidden="true">P</span>
      {shown.filter((one) => one.rail === "top" || one.bar).map((one) => <PlaceLink key={one.id} place={one} on={one === place} />)}
      {place.rail === "more" ? <PlaceLink place={place} on /> : null}
      <Rest places={shown.filter((one) => one.rail === "more")} />
      <span class="space" />
      {shown.filter((one) => one.rail === "bottom").map((one) => <PlaceLink key={one.id} place={one} on={one === place} />)}
      <Account />
    </nav>
  );
}

/** The places that have no icon of their own here; the one that is open shows above. */
function Rest({ places }: { places: Place[] }): JSX.Element | null {
  if (places.length === 0) return null;
  const open = (event: MouseEvent): void =>
    openMenu(event.currentTarget as Element, t("place.more"), places.map((one) => ({
      label: t(one.title), icon: one.icon, keys: one.letter ? showKeys(`g ${one.letter}`, "") : undefined, run: () => navigate(`/${one.path}`),
    })), "right-start");
  return (
    <button type="button" class="place rest" title={t("place.more")} aria-haspopup="menu" onClick={open}>
      <Ellipsis aria-hidden="true" />
      <span class="name">{t("place.more")}</span>
    </button>
  );
}

function PlaceLink({ place, on }: { place: Place; on: boolean }): JSX.Element {
  const Icon = place.icon;
  const count = place.id === "chat" ? attention.value : 0;
  const keys = place.letter ? showKeys(`g ${place.letter}`, "") : "";
  const preload = (): void => void ("preload" in place.view && place.view.preload());
  return (
    <a href={`/${place.path}`} class={`place${on ? " on" : ""}${place.bar ? " inbar" : ""}${place.rail ? "" : " baronly"}`} aria-current={on ? "page" : undefined}
      title={keys ? `${t(place.title)} (${keys})` : t(place.title)} onPointerEnter={preload} onFocus={preload}>
      <Icon aria-hidden="true" />
      <span class="name">{t(place.title)}</span>
      <Badge count={count} tone="bad" />
      {count ? <span class="sr">{t("nav.unread", { count })}</span> : null}
    </a>
  );
}

function Account(): JSX.Element | null {
  const self = me.value;
  if (!self) return null;
  const open = (event: MouseEvent): void =>
    openMenu(event.currentTarget as Element, self.display_name, [
      { head: `${self.display_name} · @${self.username}` },
      ...(["available", "busy", "away", "dnd"] as const).map((status) => ({ label: t(`presence.${status}`), checked: (self.status ?? "available") === status, run: () => setPresence(status) })),
      "line",
      { label: t("place.settings"), run: () => navigate("/settings") },
      { label: t("action.keys"), keys: "?", run: () => action("keys").run() },
      { label: t("auth.sign_out"), run: () => action("sign_out").run() },
    ], "right-end");
  return (
    <button type="button" class="account" title={self.display_name} aria-haspopup="menu" onClick={open}>
      <span class="sr">{t("nav.account", { name: self.display_name })}</span>
      <Avatar id={self.id} name={self.display_name} size="s" presence />
    </button>
  );
}
