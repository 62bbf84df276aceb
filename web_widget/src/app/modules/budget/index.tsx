import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function BudgetView(): JSX.Element {
  return <Soon title="place.budget" />;
}
