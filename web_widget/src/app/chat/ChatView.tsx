import type { JSX } from "preact";
import { Soon } from "../Soon";

export function ChatView(): JSX.Element {
  return <Soon title="place.chat" />;
}
