/** A component whose code is fetched when it is first drawn. */
import { signal } from "@preact/signals";
import type { ComponentType, JSX } from "preact";
import { t } from "@/i18n";
import { Button } from "./Button";
import { Empty } from "./Empty";
import { Skeleton } from "./Skeleton";

/** Code that was there is not any more: the hub has a newer build than this page. */
export const newVersion = signal(false);

export type Lazy<P = object> = ComponentType<P> & { preload: () => Promise<void> };

export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>, waiting?: JSX.Element): Lazy<P> {
  const loaded = signal<ComponentType<P> | null>(null);
  const failed = signal(false);
  let asked: Promise<void> | null = null;
  const preload = (): Promise<void> =>
    (asked ??= load().then(
      (module) => {
        loaded.value = module.default;
      },
      () => {
        // A new version was deployed or the network is away; the next attempt asks again.
        asked = null;
        failed.value = true;
        newVersion.value = navigator.onLine;
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
