import { PackageOpen, PackagePlus, ScanBarcode, ShoppingCart } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { money } from "@/i18n/format";
import { stored, view, type Module } from "../registry";
import { items, lots, orders, type Lot, type LotItem, type Order } from "./store";

export const reception: Module = {
  id: "reception",
  places: [{ id: "reception", path: "reception", title: "place.reception", icon: PackageOpen, letter: "r", words: "reception réception lots hardware matériel serial série scanner intake stock orders commandes", view: view("reception", () => import(".")), list: null, rail: "more" }],
  kinds: {
    lot: { icon: PackageOpen, name: "kind.lot", title: (lot: Lot) => lot.name, detail: (lot: Lot) => `${lot.ready}/${lot.total}`, href: (id) => `/reception/lots/${id}` },
    lot_item: { icon: ScanBarcode, name: "kind.lot_item", title: (item: LotItem) => item.serial, href: (id) => `/reception/items/${id}`, view: view("reception", () => import("./PieceDetail")) },
    order: { icon: ShoppingCart, name: "kind.order", title: (order: Order) => order.name, detail: (order: Order) => money(order.total_cents, order.currency), href: (id) => `/reception/orders/${id}` },
  },
  stores: [stored(lots), stored(items), stored(orders)],
  actions: [{ id: "create.lot", title: "action.new_lot", group: "do", icon: PackagePlus, run: () => goAndWrite("/reception", "main .reception [data-quickadd]"), words: "new lot nouveau reception réception hardware matériel" }],
};
