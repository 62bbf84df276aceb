// The durable part: a room's counter is incremented, the message inserted, both with Mongoose.

import mongoose from "mongoose";

const DUPLICATE_KEY = 11000;
const durable = { w: "majority", j: true };

const Room = mongoose.model("Room", new mongoose.Schema({ _id: String, seq: { type: Number, default: 0 } }));
const Membership = mongoose.model(
    "Membership",
    new mongoose.Schema({ user_id: { type: String, index: true }, room_id: String }),
);
const messages = new mongoose.Schema(
    {
        room_id: String,
        seq: Number,
        sender_id: String,
        sender: { kind: String, id: String, display_name: String, on_behalf_of: String },
        kind: String,
        content: String,
        attachments: [mongoose.Schema.Types.Mixed],
        reply_to: String,
        reactions: [mongoose.Schema.Types.Mixed],
        mentions: [String],
        card: mongoose.Schema.Types.Mixed,
        run_id: String,
        client_msg_id: String,
        rev: Number,
        pinned: Boolean,
        edited_at: Date,
        deleted_at: Date,
        created_at: Date,
        updated_at: Date,
        revision: Number,
    },
    { writeConcern: durable, versionKey: false },
);
messages.index({ room_id: 1, seq: 1 }, { unique: true });
messages.index({ room_id: 1, sender_id: 1, client_msg_id: 1 }, { unique: true });
const Message = mongoose.model("Message", messages);

/** Connect and make the indexes. */
export async function open(url) {
    await mongoose.connect(url, { writeConcern: durable });
    await Promise.all([Room.init(), Membership.init(), Message.init()]);
    return { send, roomsOf };
}

/** Store a message; `first` is false where this `client_msg_id` was stored before. */
async function send(data, user) {
    const counter = await Room.findOneAndUpdate(
        { _id: data.room_id },
        { $inc: { seq: 1 } },
        { upsert: true, returnDocument: "after", lean: true, writeConcern: COUNTER },
    );
    const now = new Date();
    try {
        const message = await Message.create({
            room_id: data.room_id,
            seq: counter.seq,
            sender_id: user.id,
            sender: { kind: "user", id: user.id, display_name: user.name, on_behalf_of: null },
            kind: "text",
            content: data.content,
            attachments: [],
            reply_to: data.reply_to ?? null,
            reactions: [],
            mentions: [],
            card: null,
            run_id: null,
            client_msg_id: data.client_msg_id,
            rev: 0,
            pinned: false,
            edited_at: null,
            deleted_at: null,
            created_at: now,
            updated_at: now,
            revision: 1,
        });
        return { message: shown(message.toObject()), first: true };
    } catch (fault) {
        if (fault.code !== DUPLICATE_KEY) throw fault;
        const { room_id, client_msg_id } = data;
        return { message: shown(await Message.findOne({ room_id, sender_id: user.id, client_msg_id }).lean()), first: false };
    }
}

// The insert that follows is acknowledged by a majority, and what comes before it in the oplog then is too.
const COUNTER = process.env.COUNTER_CONCERN === "majority" ? durable : { w: 1 };

function shown({ _id, sender_id, ...fields }) {
    return { id: String(_id), ...fields };
}

/** The rooms of a person. */
async function roomsOf(user) {
    const found = await Membership.find({ user_id: user }, { room_id: 1, _id: 0 }).lean();
    return found.map((one) => one.room_id);
}
