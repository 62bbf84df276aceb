export { accessToken, api, download, dropToken, mayBeSignedIn, onRenewed, refresh, signedIn, takeToken } from "./api";
export type { Query, RequestOptions } from "./api";
export { ApiError, asApiError } from "./errors";
export { call, connect, connection, deliver, disconnect, nudge, on, onReady, revoked, tell } from "./socket";
