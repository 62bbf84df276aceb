import type { JSX } from "preact";
import { NoteList } from "./NoteList";

/** The list column of the notes' place. */
export default function NotesColumn(): JSX.Element {
  return <NoteList />;
}
