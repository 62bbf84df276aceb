import { Keyboard, Languages, LogOut, Moon, PanelRight, Search, Sun, SunMoon, Undo2 } from "lucide-preact";
import { overlay } from "@/app/overlay";
import { showPane, togglePane } from "@/app/panes";
import { locale, setLocale } from "@/i18n";
import { saveProfile } from "@/store/session";
import { setPresence } from "@/store/presence";
import { setTheme } from "@/store/theme";
import { undoLast } from "@/store/undo";
import type { Action } from "./types";

function switchLanguage(): void {
  const next = locale.peek() === "fr" ? "en" : "fr";
  void setLocale(next);
  void saveProfile({ locale: next }).catch(() => undefined); // the choice holds in this browser anyway
}

export const appActions: Action[] = [
  { id: "palette", title: "action.palette", group: "app", icon: Search, keys: "Ctrl+K", run: () => (overlay.value = overlay.peek() === "palette" ? null : "palette"), palette: false },
  { id: "keys", title: "action.keys", group: "app", icon: Keyboard, keys: "?", run: () => (overlay.value = "keys"), words: "shortcuts raccourcis keyboard clavier help aide" },
  { id: "pane.toggle", title: "action.pane", group: "app", icon: PanelRight, keys: ["]", "Ctrl+."], run: togglePane, words: "side volet panneau" },
  { id: "pane.today", title: "action.pane_today", group: "app", icon: PanelRight, run: () => showPane("today"), words: "today aujourd’hui journée" },
  { id: "undo", title: "action.undo", group: "do", icon: Undo2, keys: ["u", "z", "Ctrl+Z"], notWhileTyping: true, run: () => void undoLast(), words: "undo annuler défaire" },
  { id: "theme.light", title: "action.theme_light", group: "app", icon: Sun, run: () => setTheme("light"), words: "light clair theme thème" },
  { id: "theme.dark", title: "action.theme_dark", group: "app", icon: Moon, run: () => setTheme("dark"), words: "dark sombre theme thème nuit" },
  { id: "theme.system", title: "action.theme_system", group: "app", icon: SunMoon, run: () => setTheme("system"), words: "system système theme thème" },
  { id: "language", title: "action.language", group: "app", icon: Languages, run: switchLanguage, words: "language langue français english anglais" },
  { id: "presence.available", title: "action.available", group: "app", run: () => setPresence("available"), words: "status statut disponible" },
  { id: "presence.away", title: "action.away", group: "app", run: () => setPresence("away"), words: "status statut absent" },
  { id: "presence.dnd", title: "action.dnd", group: "app", run: () => setPresence("dnd"), words: "status statut déranger silence" },
  { id: "sign_out", title: "action.sign_out", group: "app", icon: LogOut, run: () => (overlay.value = "sign_out"), words: "logout déconnexion quitter" },
];
