import { Waypoints } from "lucide-preact";
import { goAndWrite } from "@/actions/create";
import { stored, view, type Module } from "../registry";
import { situations, type Situation } from "./store";

export const situationsModule: Module = {
  id: "situations",
  places: [{ id: "situations", path: "situations", title: "place.situations", icon: Waypoints, letter: "o", words: "situation tension conflict conflit relations", view: view("situations", () => import(".")), list: null, rail: "more" }],
  kinds: {
    situation: { icon: Waypoints, name: "kind.situation", title: (situation: Situation) => situation.title, href: (id) => `/situations/${id}` },
  },
  stores: [stored(situations)],
  actions: [{ id: "create.situation", title: "action.new_situation", group: "do", icon: Waypoints, run: () => goAndWrite("/situations", "main .situations [data-quickadd]"), words: "new situation nouvelle tension" }],
};
