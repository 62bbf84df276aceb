/** What hangs on messages beyond their rooms: their addresses, and those that one keeps. */
import { Bookmark as BookmarkIcon, MessageSquare } from "lucide-preact";
import { lazy } from "@/components/lazy";
import { stored, view, type Module } from "../registry";
import { bookmarks, type Bookmark } from "./store";

export const talk: Module = {
  id: "talk",
  places: [
    { id: "message", path: "messages", title: "kind.message", icon: MessageSquare, view: lazy(() => import("./MessagePlace")) },
    { id: "bookmarks", path: "bookmarks", title: "place.bookmarks", icon: BookmarkIcon, words: "bookmarks kept saved messages marque-pages gardés signets", view: view("talk", () => import("./BookmarksView")), list: null, rail: "more" },
  ],
  kinds: {
    bookmark: { icon: BookmarkIcon, name: "kind.bookmark", title: (one: Bookmark) => one.note || (one.message?.content ?? ""), href: () => "/bookmarks" },
  },
  stores: [stored(bookmarks)],
};
