import { describe, expect, it } from "vitest";
import { allActions, addActions } from "@/actions/table";
import { combo, keysOf, startKeyboard } from "@/actions/keyboard";
import { overlay } from "@/app/overlay";
import { has } from "@/i18n";
import { formFields, toArguments } from "@/app/palette/schema";

describe("the table of actions", () => {
  it("has a title in the dictionary for each, and no key twice", () => {
    const seen = new Map<string, string>();
    for (const action of allActions()) {
      expect(has(action.title), action.id).toBe(true);
      for (const keys of keysOf(action)) {
        expect(seen.get(keys), `${keys}: ${action.id}`).toBeUndefined();
        seen.set(keys, action.id);
      }
    }
  });

  it("refuses a second action with the same id", () => {
    expect(() => addActions([{ id: "palette", title: "action.palette", group: "app", run: () => undefined }])).toThrow(/palette/);
  });
});

describe("typing", () => {
  it("keeps the browser's own undo in a field, and single letters are letters", () => {
    const stop = startKeyboard();
    const box = document.body.appendChild(document.createElement("textarea"));
    const press = (target: HTMLElement, key: string, more: KeyboardEventInit = {}): boolean => {
      const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
      target.dispatchEvent(event);
      return event.defaultPrevented;
    };
    expect(press(box, "z", { ctrlKey: true })).toBe(false);
    expect(press(box, "?")).toBe(false);
    expect(press(box, "k", { ctrlKey: true })).toBe(true);
    expect(press(document.body, "?")).toBe(true);
    overlay.value = null;
    box.remove();
    stop();
  });
});

describe("keys", () => {
  const press = (key: string, more: KeyboardEventInit = {}): string => combo(new KeyboardEvent("keydown", { key, ...more }));
  it("are named the same whatever the layout", () => {
    expect(press("k", { ctrlKey: true })).toBe("Ctrl+K");
    expect(press("?", { shiftKey: true })).toBe("?");
    expect(press("ArrowUp", { altKey: true, shiftKey: true })).toBe("Alt+Shift+ArrowUp");
    expect(press("Escape", { shiftKey: true })).toBe("Shift+Escape");
    expect(press("E")).toBe("e");
    expect(press("#", { shiftKey: true })).toBe("#");
  });
});

describe("a command's form", () => {
  const schema = {
    type: "object", required: ["title"],
    properties: {
      deadline: { anyOf: [{ type: "string", format: "date" }, { type: "null" }], default: null },
      title: { type: "string", maxLength: 300 },
      status: { $ref: "#/$defs/Status" },
      tags: { type: "array", items: { type: "string" } },
      estimate_minutes: { anyOf: [{ type: "integer" }, { type: "null" }] },
      urgent: { type: "boolean" },
    },
    $defs: { Status: { enum: ["todo", "done"], type: "string" } },
  };
  it("asks for what is required first, each as what it is", () => {
    const fields = formFields(schema);
    expect(fields[0]).toMatchObject({ name: "title", required: true, maxLength: 300 });
    expect(Object.fromEntries(fields.map((field) => [field.name, field.type]))).toEqual({
      title: "text", deadline: "date", status: "choice", tags: "list", estimate_minutes: "integer", urgent: "boolean",
    });
  });
  it("sends only what was typed, as the schema wants it", () => {
    const fields = formFields(schema);
    expect(toArguments(fields, { title: "Milk", tags: "a, b ,", estimate_minutes: "30", urgent: false, deadline: "" })).toEqual({ title: "Milk", tags: ["a", "b"], estimate_minutes: 30 });
  });
});
