export const talk = {
  "bookmarks.none": "No message is kept",
  "bookmarks.none_text": "Choose “Keep” in a message's menu to come back to it later.",
  "bookmarks.gone": "Only those in its room see what was said.",
  "bookmarks.room_gone": "A room you are no longer in",
  "bookmarks.note": "Note",
  "bookmarks.note_placeholder": "Why it is kept",
  "bookmarks.open": "Show in the room",
  "bookmarks.remove": "Keep no longer",
};
