// Bluesky's own servers: identities (PLC), accounts (PDS), figures (AppView), takedowns (Ozone).
require("./loopback.cjs");
const { TestNetwork } = require("@atproto/dev-env");
const port = (name) => Number(process.env[name]);

TestNetwork.create({
  plc: { port: port("PLC_PORT") },
  pds: { port: port("PDS_PORT"), hostname: "localhost", enableDidDocWithSession: true },
  bsky: {
    dbPostgresSchema: "bsky",
    port: port("BSKY_PORT"),
    publicUrl: `http://localhost:${port("BSKY_PORT")}`,
  },
  ozone: { port: port("OZONE_PORT") },
}).then((network) => {
  console.log(JSON.stringify({ ready: true, admin: network.pds.ctx.cfg.service.did }));
  process.on("SIGTERM", () => network.close().then(() => process.exit(0)));
});
