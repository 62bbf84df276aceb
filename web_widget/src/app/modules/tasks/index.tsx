import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function TasksView(): JSX.Element {
  return <Soon title="place.tasks" />;
}
