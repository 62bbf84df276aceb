import { render } from "preact";
import "./styles/index.css";
import { App } from "./app/App";
import { startRouter } from "./app/router";
import { startKeyboard } from "./actions/keyboard";
import { preferredLocale, setLocale } from "./i18n";
import { startClock } from "./i18n/format";
import "./store/notify";
import { startReports } from "./store/report";
import { start } from "./store/session";
import { startTitle } from "./app/title";

startReports();
startRouter();
startKeyboard();
startClock();
startTitle();
// The words and the session are asked for together; the first paint has both.
await Promise.all([setLocale(preferredLocale()), start()]);
render(<App />, document.getElementById("app")!);
