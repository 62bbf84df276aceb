// A lean hub to measure ours against: Express, Socket.IO and Mongoose as their own guides use them.
//
// Fan-out: `say` is emitted to the room as it came. Durable: `message.send` is stored first. No compression, and
// nothing that a hub could do without.
//
// PORT          where it listens on 127.0.0.1
// TOKEN_KEY     key of the tokens' signature (JWT, HS256)
// MONGO_URL     database of the durable part; without it there is only fan-out
// PING_MS       interval of heartbeats (Socket.IO's default is 25,000)

import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import express from "express";
import { Server } from "socket.io";

const key = process.env.TOKEN_KEY ?? "";
const app = express();
app.disable("x-powered-by");
app.get("/health/ready", (_, response) => response.json({ ready: true }));
const http = createServer(app);
const io = new Server(http, {
    perMessageDeflate: false,
    serveClient: false,
    pingInterval: Number(process.env.PING_MS ?? 25_000),
});

/** The claims of a token: `{id, name, rooms}`. Throws if it is not ours or too old. */
function verified(token) {
    const [head, body, signature] = String(token).split(".");
    const expected = createHmac("sha256", key).update(`${head}.${body}`).digest();
    const given = Buffer.from(signature ?? "", "base64url");
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error("unauthenticated");
    const claims = JSON.parse(Buffer.from(body, "base64url").toString());
    if (claims.exp * 1000 < Date.now()) throw new Error("unauthenticated");
    return claims;
}

io.use((socket, next) => {
    try {
        socket.data.user = verified(socket.handshake.auth.token);
        next();
    } catch (fault) {
        next(fault);
    }
});

const store = process.env.MONGO_URL ? await (await import("./store.js")).open(process.env.MONGO_URL) : null;

io.on("connection", async (socket) => {
    const { user } = socket.data;
    socket.on("say", (data, acknowledge) => {
        io.to(`room:${data.room_id}`).emit("message.created", data);
        acknowledge({ ok: true });
    });
    socket.on("message.send", async (data, acknowledge) => {
        try {
            if (!socket.rooms.has(`room:${data.room_id}`)) throw new Error("not_found");
            const { message, first } = await store.send(data, user);
            acknowledge({ ok: true, data: message });
            if (first) io.to(`room:${data.room_id}`).emit("message.created", { room_id: data.room_id, message });
        } catch (fault) {
            acknowledge({ ok: false, error: { code: "internal", detail: fault.message } });
        }
    });
    const rooms = user.rooms ?? (await store.roomsOf(user.id));
    socket.join([`user:${user.id}`, ...rooms.map((id) => `room:${id}`)]);
    socket.emit("ready", { user: { id: user.id, display_name: user.name }, rooms });
});

http.listen(Number(process.env.PORT), "127.0.0.1");
for (const name of ["SIGINT", "SIGTERM"]) process.on(name, () => process.exit(0));
