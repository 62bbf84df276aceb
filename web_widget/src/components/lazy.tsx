/** A component whose code is fetched when it is first drawn. */
import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { connection } from "@/connection";
import { t } from "@/i18n";
import { Button } from "./Button";
import { Empty } from "./Empty";
import { Skeleton } from "./Skeleton";

/** Code that was there is not any more: the hub has a newer build than this page. */
export const newVersion = signal(false);

/** Asks for the page as the hub has it now: another entry means another build. Silence means nothing. */
async function compare(): Promise<void> {
  const entry = document.querySelector<HTMLScriptElement>("script[type=module][src]")?.getAttribute("src");
  try {
    const page = await fetch("/", { cache: "no-store" });
    if (entry && page.ok && !(await page.text()).includes(entry)) newVersion.value = true;
  } catch {
    // The hub is away; that is said elsewhere.
  }
}

function came(link: HTMLLinkElement): boolean {
  try {
    return (link.sheet?.cssRules.length ?? 0) > 0;
  } catch {
    return false; // one that failed is not to be read, as if it were another site's
  }
}

/** Vite asks for a style sheet once: one that did not come is asked for here, or its view would stand there undressed. */
async function mendStyles(): Promise<void> {
  const missing = [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')].filter((link) => !came(link));
  await Promise.all(missing.map((link) => new Promise<void>((resolve, reject) => {
    const again = link.cloneNode() as HTMLLinkElement;
    again.onload = () => resolve();
    again.onerror = () => reject(new Error(`${link.href} did not come.`));
    link.replaceWith(again);
  })));
}

export type Lazy<P = object> = ComponentType<P> & { preload: () => Promise<void> };

export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, waiting?: JSX.Element): Lazy<P> {
  const loaded = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let asked: Promise<void> | null = null;
  let failedOnce = false;
  const preload = (): Promise<void> =>
    (asked ??= (failedOnce ? mendStyles() : Promise.resolve()).then(load).then(
      (module) => {
        loaded.value = module.default;
      },
      () => {
        // A new version was deployed or the hub is away; the next attempt asks again, by itself when the hub is back.
        asked = null;
        failedOnce = true;
        failed.value = true;
        void compare();
        const stop = connection.subscribe((state) => {
          if (state !== "online" || !failed.peek()) return;
          failed.value = false;
          queueMicrotask(() => stop());
        });
      },
    ));
  function Deferred(props: P): JSX.Element {
    const Component = loaded.value;
    if (Component) return <Component {...props} />;
    if (failed.value) {
      const again = (): void => {
        failed.value = false;
        void preload();
      };
      return <Empty title={t("error.part")} action={<Button onClick={again}>{t("retry")}</Button>} />;
    }
    void preload();
    return waiting ?? <Skeleton />;
  }
  return Object.assign(Deferred, { preload });
}
