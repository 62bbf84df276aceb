// 22:05 UTC: another engineer (branch web-admin) is writing the admin views right now; do not start on them here.
import type { JSX } from "preact";
import { Soon } from "@/app/Soon";

export default function AdminView(): JSX.Element {
  return <Soon title="place.admin" />;
}
