import { Link as LinkIcon } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { stored, view, type Module } from "../registry";
import { links, type Link } from "./store";

export const linksModule: Module = {
  id: "links",
  places: [{ id: "links", path: "links", title: "place.links", icon: LinkIcon, letter: "k", words: "links liens url address adresse", view: view("links", () => import("./LinksView")), list: null, rail: "more" }],
  kinds: {
    link: { icon: LinkIcon, name: "kind.link", title: (link: Link) => link.name, href: (id) => `/links/${id}`, view: view("links", () => import("./LinkDetail")) },
  },
  stores: [stored(links)],
  actions: [{ id: "create.link", title: "action.new_link", group: "do", icon: LinkIcon, run: () => goAndWrite("/links", "main .links [data-quickadd]"), words: "new link nouveau lien url save enregistrer" }],
};
