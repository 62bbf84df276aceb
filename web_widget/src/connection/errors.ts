import type { ErrorCode, Problem } from "@/contract";

/** A refusal by the hub, whichever door it came through; or `offline` when nothing answered. */
export class ApiError extends Error {
  readonly code: ErrorCode | "offline";
  readonly detail: string;
  readonly errors: { field: string; message: string }[];
  readonly request_id: string | null;
  readonly retry_after: number | null;
  readonly body: unknown;

  constructor(code: ErrorCode | "offline", detail: string, body: Partial<Problem> = {}, retryAfter: number | null = null) {
    super(detail);
    this.name = "ApiError";
    this.code = code;
    this.detail = detail;
    this.errors = fieldErrors(body.errors);
    this.request_id = body.request_id ?? null;
    this.retry_after = retryAfter;
    this.body = body;
  }

  /** Whether the same request may succeed later without anyone changing it. */
  get transient(): boolean {
    return this.code === "offline" || this.code === "unavailable" || this.code === "rate_limited" || this.code === "internal";
  }

  field(name: string): string | null {
    return this.errors.find((error) => error.field === name || error.field.endsWith(`.${name}`))?.message ?? null;
  }
}

function fieldErrors(errors: Problem["errors"]): { field: string; message: string }[] {
  if (!errors) return [];
  if (!Array.isArray(errors)) return Object.entries(errors).map(([field, message]) => ({ field, message: String(message) }));
  return errors.map((error) => {
    const where = error.field ?? error.loc ?? "";
    return { field: Array.isArray(where) ? where.join(".") : String(where), message: error.message };
  });
}

const BY_STATUS: Record<number, ErrorCode> = {
  400: "invalid", 401: "unauthenticated", 403: "forbidden", 404: "not_found", 409: "conflict",
  413: "too_large", 422: "invalid", 429: "rate_limited", 503: "unavailable",
};

export function fromProblem(status: number, body: Partial<Problem>, retryAfter: string | null): ApiError {
  const code = body.code ?? BY_STATUS[status] ?? "internal";
  const seconds = retryAfter === null ? NaN : Number(retryAfter);
  return new ApiError(code, body.detail ?? code, body, Number.isFinite(seconds) ? seconds : null);
}

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  return new ApiError("internal", error instanceof Error ? error.message : String(error));
}
