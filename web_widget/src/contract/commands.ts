/** The commands that the hub offers, and what they take. */

export interface JsonSchema {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  default?: unknown;
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
  $ref?: string;
  $defs?: Record<string, JsonSchema>;
  items?: JsonSchema;
  maxLength?: number;
  minLength?: number;
  minimum?: number;
  maximum?: number;
}

export interface Command {
  name: string;
  title: string;
  titles?: Record<string, { title: string; words: string[]; summary?: string }>;
  summary: string;
  effect: string;
  slash: string | string[] | null;
  arguments: JsonSchema;
}
