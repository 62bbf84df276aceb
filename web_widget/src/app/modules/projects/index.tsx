import type { JSX } from "preact";
import { Soon } from "../../Soon";

export default function ProjectsView(): JSX.Element {
  return <Soon title="place.projects" />;
}
