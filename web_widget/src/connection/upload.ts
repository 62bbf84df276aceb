/**
 * Uploads: begun with a name and a size, then sent in pieces, so that a line that broke costs one piece at most.
 * XMLHttpRequest, because `fetch` does not say how far a body has come.
 */
import type { EntityRef, Id, Problem } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { accessToken, api } from "./api";
import { ApiError, asApiError, fromProblem } from "./errors";
import { backoff } from "./backoff";

interface Begun {
  id: Id;
  offset: number;
  chunk_size: number;
}
/** Where it belongs: a room whose message it waits for, a project, or a thing that it is attached to; else it is one's own. */
export type UploadTarget = { room_id: Id } | { project_id: Id } | { belongs_to: EntityRef } | object;

const CHUNKS_A_PIECE = 16;
const TRIES = 6;

export interface Uploading {
  target: UploadTarget;
  blob: File;
  /** An earlier attempt to go on with. */
  begun?: Id | undefined;
  onBegun: (id: Id) => void;
  onProgress: (sent: number) => void;
  signal: AbortSignal;
}

/** Sends a file; rejects with `ApiError` when only a person can help. What came stays for another attempt. */
export async function upload(job: Uploading): Promise<StoredFile> {
  const { blob } = job;
  let state = job.begun
    ? await api.get<Begun>(`/api/files/uploads/${job.begun}`, undefined, job.signal)
    : await api.post<Begun>("/api/files/uploads", { name: blob.name || "file", size: blob.size, ...job.target }, { signal: job.signal });
  job.onBegun(state.id);
  if (blob.size === 0) return api.post<StoredFile>(`/api/files/uploads/${state.id}/finish`, {}, { signal: job.signal });
  for (let tries = 0; ; ) {
    try {
      job.onProgress(state.offset);
      const piece = blob.slice(state.offset, state.offset + state.chunk_size * CHUNKS_A_PIECE);
      const answer = await send(state, piece, job);
      if ("mime_type" in answer) return answer;
      state = answer;
      tries = 0;
    } catch (error) {
      const refusal = asApiError(error);
      const stale = refusal.code === "conflict";
      if (job.signal.aborted || !(refusal.transient || stale || refusal.code === "unauthenticated") || ++tries >= TRIES) throw refusal;
      await pause(stale ? 0 : backoff(tries), job.signal);
      state = await api.get<Begun>(`/api/files/uploads/${state.id}`, undefined, job.signal).catch(() => state);
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}

async function send(state: Begun, piece: Blob, job: Uploading): Promise<Begun | StoredFile> {
  const token = await accessToken();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = (): void => request.abort();
    request.open("PATCH", `/api/files/uploads/${state.id}`);
    request.setRequestHeader("Upload-Offset", String(state.offset));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    if (token) request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.upload.onprogress = (event) => job.onProgress(state.offset + event.loaded);
    request.onloadend = () => {
      job.signal.removeEventListener("abort", stop);
      if (request.status === 0) return reject(new ApiError("offline", "The hub does not answer."));
      let body: unknown = null;
      try {
        body = JSON.parse(request.responseText);
      } catch {
        return reject(new ApiError("internal", "The answer is not JSON."));
      }
      if (request.status < 300) resolve(body as Begun | StoredFile);
      else reject(fromProblem(request.status, body as Problem, request.getResponseHeader("Retry-After")));
    };
    job.signal.addEventListener("abort", stop, { once: true });
    request.send(piece);
  });
}
