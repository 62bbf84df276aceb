import { Gift, Handshake, HardDrive, PackageOpen, PackagePlus, ScanBarcode, ShoppingCart, type LucideIcon } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import type { Key } from "@/i18n";
import { money } from "@/i18n/format";
import { stored, view, type KindInfo, type Module } from "../registry";
import { disks, donationItems, donations, items, loanItems, loans, lots, orders, sessions, type Order, type Sheet } from "./store";

type Counted = Sheet & { ready: number; total: number };
const at = (segment: string) => (id: string): string => `/reception/${segment}/${id}`;
const sheet = (icon: LucideIcon, name: Key, segment: string): KindInfo => ({ icon, name, title: (one: Sheet) => one.name, href: at(segment) });
const counted = (icon: LucideIcon, name: Key, segment: string): KindInfo => ({ ...sheet(icon, name, segment), detail: (one: Counted) => `${one.ready}/${one.total}` });
const piece = (icon: LucideIcon, name: Key, segment: string, detail: KindInfo["view"]): KindInfo => ({ icon, name, title: (one: { serial: string }) => one.serial, href: at(segment), view: detail });

export const reception: Module = {
  id: "reception",
  places: [{ id: "reception", path: "reception", title: "place.reception", icon: PackageOpen, letter: "r", words: "reception réception lots hardware matériel serial série scanner intake stock disks disques orders commandes loans prêts donations dons", view: view("reception", () => import(".")), list: null, rail: "more" }],
  kinds: {
    lot: counted(PackageOpen, "kind.lot", "lots"),
    lot_item: piece(ScanBarcode, "kind.lot_item", "items", view("reception", () => import("./PieceDetail"))),
    disk_session: counted(HardDrive, "kind.disk_session", "sessions"),
    disk: piece(HardDrive, "kind.disk", "disks", view("reception", () => import("./DiskDetail"))),
    loan: counted(Handshake, "kind.loan", "loans"),
    loan_item: piece(ScanBarcode, "kind.loan_item", "lent", view("reception", () => import("./LoanItemDetail"))),
    donation: sheet(Gift, "kind.donation", "donations"),
    donation_item: piece(Gift, "kind.donation_item", "given", view("reception", () => import("./DonationItemDetail"))),
    order: { ...sheet(ShoppingCart, "kind.order", "orders"), detail: (order: Order) => money(order.total_cents, order.currency) },
  },
  stores: [stored(lots), stored(items), stored(sessions), stored(disks), stored(orders), stored(loans), stored(loanItems), stored(donations), stored(donationItems)],
  actions: [{ id: "create.lot", title: "action.new_lot", group: "do", icon: PackagePlus, run: () => goAndWrite("/reception", "main .reception [data-quickadd]"), words: "new lot nouveau reception réception hardware matériel" }],
};
