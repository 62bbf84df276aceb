import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import { signedIn } from "@/connection";
import { Button } from "@/components/Button";
import { Empty } from "@/components/Empty";
import { PopoverHost } from "@/components/Popover";
import { Toasts } from "@/components/Toasts";
import { t } from "@/i18n";
import { boot, me, start } from "@/store/session";
import { Shell } from "./Shell";
import { SignIn } from "./SignIn";

export function App(): JSX.Element {
  return (
    <>
      <Page />
      <Toasts />
      <PopoverHost />
    </>
  );
}

function Page(): JSX.Element {
  if (boot.value === "unreachable") return <Unreachable />;
  // A session that ended keeps the shell, with a banner: what was typed stays in view.
  return me.value && signedIn.value !== null ? <Shell /> : <SignIn />;
}

function Unreachable(): JSX.Element {
  useEffect(() => {
    const timer = setInterval(() => void start(), 3000);
    return () => clearInterval(timer);
  }, []);
  return <Empty title={t("error.start")} text={t("error.start_text")} action={<Button onClick={() => void start()}>{t("retry")}</Button>} />;
}
