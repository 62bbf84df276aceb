export { accessToken, api, download, dropToken, mayBeSignedIn, onRenewed, onWrote, refresh, signedIn, takeToken } from "./api";
export type { Query, RequestOptions, Wrote } from "./api";
export { backoff } from "./backoff";
export { newKey } from "./ids";
export { ApiError, asApiError } from "./errors";
export { afterReady, call, connect, connection, deliver, disconnect, greeted, nudge, on, onReady, probe, revoked, tell } from "./socket";
