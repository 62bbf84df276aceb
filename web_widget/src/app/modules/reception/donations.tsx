/** Donations: what is given away, and what others give. */
import { Gift } from "lucide-preact";
import { t } from "@/i18n";
import { location } from "../../router";
import { Accessories } from "./Accessories";
import { DONATION_ITEMS } from "./pieces";
import { Scanning } from "./Scanning";
import { longDay, type SheetKind } from "./sheets";
import { donations, type Donation } from "./store";

export const DONATIONS: SheetKind<Donation> = {
  store: donations,
  icon: Gift,
  at: "donations",
  list: "/reception/donations",
  words: { list: "reception.donations", make: "reception.new_donation", makeHint: "reception.new_donation_hint", search: "reception.search_donations", none: "reception.no_donation", noneHint: "reception.no_donation_text", noneFound: "reception.no_donation_found" },
  fields: [
    { name: "direction", label: "reception.direction", options: ["given", "received"], required: true },
    { name: "party", label: "reception.party", options: ["person", "company"], required: true },
    { name: "contact", label: "reception.contact" },
    { name: "reference", label: "reception.reference" },
    { name: "given_on", label: "reception.given_on", as: "day", required: true },
  ],
  start: () => (location.value.query.get("state") === "received" ? { direction: "received" } : {}), // as the list shows
  states: [["given", "reception.is_given"], ["received", "reception.is_received"]],
  statesLabel: "reception.direction",
  narrows: "direction",
  seesAll: true,
  about: (donation) => [t(donation.direction === "given" ? "reception.given_day" : "reception.received", { day: longDay(donation.given_on) }), donation.contact].filter(Boolean).join(" · "),
  mark: (donation) => (
    <>
      {donation.direction === "received" ? <span class="pill">{t("reception.is_received")}</span> : null}
      {donation.total ? <span class="rready num">{t("reception.things", { count: donation.total })}</span> : null}
    </>
  ),
  body: (donation) => <><Accessories of={donations} sheet={donation} /><Scanning of={DONATION_ITEMS} sheet={donation.id} total={donation.total} closed={null} /></>,
};
