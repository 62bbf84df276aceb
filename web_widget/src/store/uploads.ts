/** Files on their way to the hub: those that wait in a room's composer, and those of the files view. */
import { signal } from "@preact/signals";
import type { Attachment, EntityRef, Id } from "@/contract";
import type { StoredFile } from "@/contract/generated";
import { api, asApiError, newKey, type ApiError } from "@/connection";
import { upload, type UploadTarget } from "@/connection/upload";
import { onSignedOut } from "./session";

export interface Upload {
  key: string;
  /** The room whose composer it waits in, `files` for the files view, or the thing it is attached to (`placeOf`). */
  place: string;
  name: string;
  size: number;
  sent: number;
  state: "sending" | "failed" | "done";
  error: ApiError | null;
  /** Once it is there. */
  file: Attachment | null;
  /** A picture to show meanwhile. */
  preview: string | null;
}

export const FILES = "files";
/** Where files on their way to a thing are shown. */
export const placeOf = ({ kind, id }: EntityRef): string => `${kind}:${id}`;
export const MOST = 10;
export const uploads = signal<Upload[]>([]);

interface Job {
  blob: File;
  target: UploadTarget;
  begun: Id | undefined;
  stop: AbortController;
}
const jobs = new Map<string, Job>();
/** Two at a time: more would only share the line. */
const LANES = 2;
let running = 0;
const queue: string[] = [];

export function uploadsOf(place: string): Upload[] {
  return uploads.value.filter((one) => one.place === place);
}

function change(key: string, patch: Partial<Upload>): void {
  uploads.value = uploads.peek().map((one) => (one.key === key ? { ...one, ...patch } : one));
}

export function attachmentOf(file: StoredFile): Attachment {
  return { file_id: file.id, name: file.name, mime_type: file.mime_type, size: file.size, width: file.width, height: file.height, duration: file.duration, has_thumbnail: file.has_thumbnail };
}

/** Starts uploading; each shows at once. */
export function addUploads(place: string, target: UploadTarget, files: Iterable<File>): void {
  for (const blob of files) {
    const key = newKey();
    const picture = /^image\/(png|jpeg|gif|webp|avif)$/.test(blob.type);
    jobs.set(key, { blob, target, begun: undefined, stop: new AbortController() });
    uploads.value = [...uploads.peek(), {
      key, place, name: blob.name || "file", size: blob.size, sent: 0, state: "sending", error: null, file: null,
      preview: picture ? URL.createObjectURL(blob) : null,
    }];
    queue.push(key);
  }
  next();
}

function next(): void {
  while (running < LANES) {
    const key = queue.shift();
    if (key === undefined) return;
    const job = jobs.get(key);
    if (!job) continue;
    running += 1;
    void run(key, job).finally(() => {
      running -= 1;
      next();
    });
  }
}

/** Whether a list has what arrives there; elsewhere it waits to be sent or used. */
const isListed = (place: string): boolean => place === FILES || place.includes(":");

async function run(key: string, job: Job): Promise<void> {
  const place = uploads.peek().find((one) => one.key === key)?.place ?? "";
  try {
    const file = await upload({
      ...job, signal: job.stop.signal,
      onBegun: (id) => (job.begun = id),
      onProgress: (sent) => change(key, { sent }),
    });
    change(key, { state: "done", sent: job.blob.size, file: attachmentOf(file) });
    for (const listener of arrived) listener(uploads.peek().find((one) => one.key === key)!, file);
    if (isListed(place)) forget([key]);
  } catch (error) {
    const refusal = asApiError(error);
    // What the hub has forgotten begins anew.
    if (refusal.code === "not_found") job.begun = undefined;
    if (!job.stop.signal.aborted) change(key, { state: "failed", error: refusal });
  }
}

const arrived = new Set<(one: Upload, file: StoredFile) => void>();
/** Called when a file is there. */
export function onUploaded(listener: (one: Upload, file: StoredFile) => void): () => void {
  arrived.add(listener);
  return () => arrived.delete(listener);
}

export function retryUpload(key: string): void {
  const job = jobs.get(key);
  if (!job) return;
  job.stop = new AbortController();
  change(key, { state: "sending", error: null });
  queue.push(key);
  next();
}

/** Gives one up, or takes one that is there out of the composer; the hub forgets its bytes. */
export function dropUpload(key: string): void {
  const one = uploads.peek().find((upload) => upload.key === key);
  const job = jobs.get(key);
  forget([key]);
  job?.stop.abort();
  // Left to the hub's own collection where this does not arrive.
  if (one?.file) void api.delete(`/api/files/${one.file.file_id}`).catch(() => undefined);
  else if (job?.begun && !one?.file) void api.delete(`/api/files/uploads/${job.begun}`).catch(() => undefined);
}

function forget(keys: readonly string[]): void {
  for (const one of uploads.peek()) if (keys.includes(one.key) && one.preview) setTimeout(() => URL.revokeObjectURL(one.preview!), 10_000);
  for (const key of keys) jobs.delete(key);
  uploads.value = uploads.peek().filter((one) => !keys.includes(one.key));
}

/** What goes with a message, taken out of its composer. */
export function takeUploads(place: string): Attachment[] {
  const ready = uploads.peek().filter((one) => one.place === place && one.file);
  forget(ready.map((one) => one.key));
  return ready.map((one) => one.file!);
}

/** Puts what a message would have taken back into the composer. */
export function giveBack(place: string, attachments: readonly Attachment[]): void {
  uploads.value = [...uploads.peek(), ...attachments.map((file): Upload => ({
    key: newKey(), place, name: file.name, size: file.size, sent: file.size, state: "done", error: null, file, preview: null,
  }))];
}

onSignedOut(() => {
  for (const job of jobs.values()) job.stop.abort();
  forget(uploads.peek().map((one) => one.key));
  queue.length = 0;
});
