/** A command's JSON schema as form fields, and what was typed as its arguments. */
import type { JsonSchema } from "@/contract";

export interface FormField {
  name: string;
  label: string;
  hint: string;
  required: boolean;
  type: "text" | "long" | "number" | "integer" | "boolean" | "date" | "datetime" | "choice" | "list" | "json";
  choices: string[];
  default: unknown;
  maxLength?: number;
}

function resolve(schema: JsonSchema, root: JsonSchema): JsonSchema {
  if (schema.$ref) {
    const name = schema.$ref.split("/").at(-1) ?? "";
    const target = root.$defs?.[name];
    return target ? { ...resolve(target, root), ...(schema.title ? { title: schema.title } : {}) } : schema;
  }
  const options = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (options) {
    // "this or null": the part that says something.
    const real = options.map((one) => resolve(one, root)).find((one) => one.type !== "null");
    return { ...real, ...Object.fromEntries(Object.entries(schema).filter(([key]) => !["anyOf", "oneOf", "allOf"].includes(key))) };
  }
  return schema;
}

const LONG = new Set(["description", "content", "notes", "text"]);

export function formFields(schema: JsonSchema): FormField[] {
  const required = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties ?? {}).map(([name, raw]): FormField => {
    const property = resolve(raw, schema);
    const kind = Array.isArray(property.type) ? property.type.find((one) => one !== "null") : property.type;
    const type: FormField["type"] = property.enum ? "choice"
      : property.format === "date" ? "date"
      : property.format === "date-time" ? "datetime"
      : kind === "boolean" ? "boolean"
      : kind === "integer" ? "integer"
      : kind === "number" ? "number"
      : kind === "array" ? (resolve(property.items ?? {}, schema).type === "object" ? "json" : "list")
      : kind === "object" ? "json"
      : LONG.has(name) ? "long" : "text";
    const field: FormField = {
      name, type, required: required.has(name),
      label: (property.title ?? name).replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase()),
      hint: property.description ?? "",
      choices: (property.enum ?? []).map(String),
      default: property.default,
    };
    if (property.maxLength) field.maxLength = property.maxLength;
    return field;
  });
  return fields.sort((a, b) => Number(b.required) - Number(a.required));
}

/** Strings as typed, to what the schema wants. What was left empty is not sent. */
export function toArguments(fields: readonly FormField[], typed: Record<string, string | boolean>): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const field of fields) {
    const value = typed[field.name];
    if (value === undefined || value === "" || (field.type === "boolean" && value === false && !field.required)) continue;
    if (typeof value === "boolean") made[field.name] = value;
    else if (field.type === "integer" || field.type === "number") made[field.name] = Number(value.replace(",", "."));
    else if (field.type === "datetime") made[field.name] = new Date(value).toISOString();
    else if (field.type === "list") made[field.name] = value.split(",").map((one) => one.trim()).filter(Boolean);
    else if (field.type === "json") made[field.name] = JSON.parse(value) as unknown;
    else made[field.name] = value;
  }
  return made;
}
