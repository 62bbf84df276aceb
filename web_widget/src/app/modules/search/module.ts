/** Search: everything one may read, by words and by meaning. */
import { Search } from "lucide-preact";
import { view, type Module } from "../registry";

export const search: Module = {
  id: "search",
  places: [{
    id: "search", path: "search", title: "place.search", icon: Search, letter: "/", rail: "more", list: null,
    words: "find everything chercher tout trouver recherche", view: view("search", () => import("./SearchView")),
  }],
};
