/** Bringing in what is in a file, and taking out what is here. */
import { ArrowDownUp } from "lucide-preact";
import { stored, view, type Module } from "../registry";
import { transfers, type Transfer } from "./store";

export const transfersModule: Module = {
  id: "transfers",
  places: [{
    id: "transfers", path: "transfers", title: "place.transfers", icon: ArrowDownUp, letter: "i", rail: "more", list: null,
    words: "archive backup panorama organizer workspace sauvegarde importer exporter", view: view("transfers", () => import("./TransfersView")),
  }],
  kinds: { transfer: { icon: ArrowDownUp, name: "kind.transfer", title: (one: Transfer) => one.file_name || one.source, href: () => "/transfers" } },
  stores: [stored(transfers)],
};
