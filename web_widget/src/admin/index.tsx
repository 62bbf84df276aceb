import type { JSX } from "preact";
import { Soon } from "@/app/Soon";

export default function AdminView(): JSX.Element {
  return <Soon title="place.admin" />;
}
