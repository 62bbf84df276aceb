export { accessToken, api, download, dropToken, mayBeSignedIn, onRenewed, onWrote, refresh, signedIn, takeToken } from "./api";
export type { Query, RequestOptions, Wrote } from "./api";
export { newKey } from "./ids";
export { ApiError, asApiError } from "./errors";
export { call, connect, connection, deliver, disconnect, nudge, on, onReady, revoked, tell } from "./socket";
