import type { admin as english } from "./admin.en";
import type { Like } from "./shape";

export const admin: Like<typeof english> = {};
