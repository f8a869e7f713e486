// Socket.IO with its Redis adapter, as its documentation shows it.
const { Server } = require("socket.io");
const { createAdapter } = require("@socket.io/redis-adapter");
const { createClient } = require("redis");

(async () => {
  const client = process.env.REDIS_SOCKET ? { socket: { path: process.env.REDIS_SOCKET } } : {};
  const out = createClient(client);
  const into = out.duplicate();
  await Promise.all([out.connect(), into.connect()]);
  const io = new Server(Number(process.env.PORT), { transports: ["websocket"], adapter: createAdapter(out, into) });
  io.on("connection", (socket) => {
    socket.on("join", (room) => { socket.join(room); socket.emit("joined"); });
    socket.on("say", (room, body) => io.to(room).emit("said", { topic: room, out: { body } }));
  });
})();
