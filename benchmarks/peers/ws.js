// The leanest relay there is: ws and Redis, one subscription a room, a string passed on as it came.
const { WebSocketServer } = require("ws");
const { createClient } = require("redis");

(async () => {
  const client = process.env.REDIS_SOCKET ? { socket: { path: process.env.REDIS_SOCKET } } : {};
  const out = createClient(client);
  const into = createClient(client);
  await Promise.all([out.connect(), into.connect()]);
  const rooms = new Map();
  const server = new WebSocketServer({ port: Number(process.env.PORT), host: "127.0.0.1", perMessageDeflate: false });
  server.on("connection", (socket) => {
    socket.on("message", (data) => {
      const { do: does, in: given } = JSON.parse(data);
      if (does === "say") {
        out.publish(given.room, JSON.stringify({ topic: given.room, out: { body: given.body } }));
        return;
      }
      let room = rooms.get(given.room);
      if (!room) {
        room = new Set();
        rooms.set(given.room, room);
        into.subscribe(given.room, (text) => { for (const one of room) one.send(text); });
      }
      room.add(socket);
      socket.on("close", () => room.delete(socket));
      socket.send('{"re":1}');
    });
  });
})();
