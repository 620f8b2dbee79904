// The development network listens on every interface of the machine: here, on loopback only.
const net = require("node:net");
const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (...given) {
  if (typeof given[0] === "object" && given[0] !== null && "port" in given[0]) {
    given[0] = { ...given[0], host: "127.0.0.1" };
  } else if (typeof given[0] === "number" || (typeof given[0] === "string" && /^\d+$/.test(given[0]))) {
    const rest = typeof given[1] === "string" ? given.slice(2) : given.slice(1);
    given = [given[0], "127.0.0.1", ...rest];
  }
  return listen.apply(this, given);
};
