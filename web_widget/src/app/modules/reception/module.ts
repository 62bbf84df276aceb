import { PackageOpen, PackagePlus, ScanBarcode } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { stored, view, type Module } from "../registry";
import { items, lots, type Lot, type LotItem } from "./store";

export const reception: Module = {
  id: "reception",
  places: [{ id: "reception", path: "reception", title: "place.reception", icon: PackageOpen, letter: "r", words: "reception réception lots hardware matériel serial série scanner intake stock", view: view("reception", () => import(".")), list: null, rail: "more" }],
  kinds: {
    lot: { icon: PackageOpen, name: "kind.lot", title: (lot: Lot) => lot.name, detail: (lot: Lot) => `${lot.ready}/${lot.total}`, href: (id) => `/reception/lots/${id}` },
    lot_item: { icon: ScanBarcode, name: "kind.lot_item", title: (item: LotItem) => item.serial, href: (id) => `/reception/items/${id}`, view: view("reception", () => import("./PieceDetail")) },
  },
  stores: [stored(lots), stored(items)],
  actions: [{ id: "create.lot", title: "action.new_lot", group: "do", icon: PackagePlus, run: () => goAndWrite("/reception", "main .reception [data-quickadd]"), words: "new lot nouveau reception réception hardware matériel" }],
};
