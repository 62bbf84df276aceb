/** What hangs on messages beyond their rooms: their addresses. */
import { MessageSquare } from "lucide-preact";
import { lazy } from "@/components/lazy";
import type { Module } from "../registry";

export const talk: Module = {
  id: "talk",
  places: [{ id: "message", path: "messages", title: "kind.message", icon: MessageSquare, view: lazy(() => import("./MessagePlace")) }],
};
