// Brings the growth chart alive: the picture that the server drew gives way to the same
// chart drawn here, whose points say their day, account and count to a pointer and to the
// arrow keys. Where anything fails, the picture stays.

const NARROW = matchMedia("(max-width: 760px)");
const DARK = matchMedia("(prefers-color-scheme: dark)");
const INKS = {
  "#000001": "--ink", "#000002": "--soft", "#000003": "--line", "#000004": "--ink",
  "#000005": "--met", "#000006": "--met", "#000007": "--edge", "#000008": "--edge",
};
const OPTIONS = {
  mode: "vega-lite", renderer: "canvas", ast: true, actions: false, defaultStyle: false, tooltip: false,
};
const REACH = 60;

/** Give the chart in the colours that the page has now. */
function inked(text) {
  const style = getComputedStyle(document.documentElement);
  return JSON.parse(text.replace(/#00000[1-8]/g, (mark) => style.getPropertyValue(INKS[mark]).trim()));
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok || answer.redirected) throw new Error(`${answer.status} for ${address}`);
  return answer.text();
}

function element(name, parent) {
  const made = document.createElement("div");
  made.className = name;
  parent.append(made);
  return made;
}

/** A chart on the page: the place it is drawn in, what it says, and the point it stands at. */
class Chart {
  constructor(figure, embed) {
    this.figure = figure;
    this.embed = embed;
    this.place = document.createElement("div");
    this.place.className = "alive";
    this.canvas = element("drawn", this.place);
    this.tip = element("tip", this.place);
    this.canvas.ariaHidden = "true";
    this.tip.ariaHidden = "true";
    this.tip.hidden = true;
    for (const [name, value] of [["role", "slider"], ["tabindex", "0"], ["aria-label", figure.dataset.label]]) {
      this.place.setAttribute(name, value);
    }
    this.place.addEventListener("pointermove", (event) => this.pointed(event));
    this.place.addEventListener("pointerdown", (event) => this.pointed(event));
    this.place.addEventListener("pointerleave", () => this.leave());
    this.place.addEventListener("keydown", (event) => this.pressed(event));
    this.place.addEventListener("focus", () => this.focused());
    this.place.addEventListener("blur", () => this.show(-1));
    this.turn = Promise.resolve();
  }

  /** Draw, or draw again: one drawing at a time, the last one stands. */
  draw() {
    this.turn = this.turn.then(() => this.drawn());
    return this.turn;
  }

  async drawn() {
    const address = this.figure.dataset.growth + (NARROW.matches ? "&narrow=1" : "");
    const chart = inked(await fetched(address));
    if (!chart.usermeta.points.length) throw new Error("no point to walk to");
    this.finalize?.();
    const { lines, points } = chart.usermeta;
    this.points = points.map((point, id) => ({ ...point, id, account: lines[point.line] }));
    chart.height = (await this.height()) ?? chart.height;
    this.place.style.minHeight = `${chart.height}px`;
    this.figure.querySelector("picture").after(this.place);
    this.figure.classList.add("is-alive");
    const { view, finalize } = await this.embed(this.canvas, chart, OPTIONS);
    this.view = view;
    this.finalize = finalize;
    this.place.setAttribute("aria-valuemin", "1");
    this.place.setAttribute("aria-valuemax", String(this.points.length));
    this.show(-1);
    view.addResizeListener(() => this.show(-1));
  }

  /** Give the height of the picture, so that nothing below it moves. */
  async height() {
    const picture = this.figure.querySelector("img");
    await picture.decode().catch(() => {});
    this.tall = (picture.naturalWidth && picture.clientHeight) || this.tall;
    return this.tall;
  }

  /** Give where a point is drawn, in pixels of the place. */
  spot(point) {
    const [left, top] = this.view.origin();
    const x = this.view.scale("x")(new Date(point.day)) + left;
    return [x, this.view.scale("y")(point.middle) + top];
  }

  /** Stand at a point and say it; -1: at none. */
  show(at) {
    this.at = at;
    const point = this.points[at];
    this.tip.hidden = !point;
    this.place.setAttribute("aria-valuenow", String(at < 0 ? this.points.length : at + 1));
    const said = point ?? this.points.at(-1);
    this.place.setAttribute("aria-valuetext", `${said.date}, ${said.account}: ${said.count}`);
    const [x, y] = point ? this.spot(point) : [0, 0];
    const [left, top] = this.view.origin();
    this.view.signal("x", x - left).signal("y", y - top).signal("opacity", point ? 1 : 0).runAsync();
    if (!point) return;
    this.tip.replaceChildren(...["count", "account", "date"].map((name) => {
      const line = document.createElement("span");
      line.className = name;
      line.textContent = point[name];
      return line;
    }));
    const room = this.place.clientWidth - this.tip.offsetWidth;
    this.tip.style.left = `${Math.max(0, Math.min(x + 12, room))}px`;
    this.tip.style.top = `${y < this.tip.offsetHeight + 16 ? y + 14 : y - this.tip.offsetHeight - 14}px`;
  }

  pointed(event) {
    const box = this.place.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    let [nearest, least] = [-1, REACH];
    for (const point of this.points) {
      const [left, top] = this.spot(point);
      const far = Math.hypot(left - x, top - y);
      if (far < least) [nearest, least] = [point.id, far];
    }
    if (nearest !== this.at) this.show(nearest);
  }

  leave() {
    if (document.activeElement !== this.place) this.show(-1);
  }

  focused() {
    if (this.place.matches(":focus-visible") && this.at < 0) this.show(this.ends(0)[1]);
  }

  /** Give the first and the last point of a line. */
  ends(line) {
    const ids = this.points.filter((point) => point.line === line).map((point) => point.id);
    return ids.length ? [ids[0], ids.at(-1)] : [0, this.points.length - 1];
  }

  /** Give the point of the next line that has any, nearest to the day that one stands at. */
  across(step) {
    const here = this.points[this.at];
    const lines = [...new Set(this.points.map((point) => point.line))];
    const line = lines[(lines.indexOf(here.line) + step + lines.length) % lines.length];
    const away = (point) => Math.abs(new Date(point.day) - new Date(here.day));
    const others = this.points.filter((point) => point.line === line);
    return others.reduce((best, point) => (away(point) < away(best) ? point : best)).id;
  }

  pressed(event) {
    if (event.key === "Escape") return this.show(-1);
    const here = this.points[this.at] ?? this.points[this.ends(0)[1]];
    const [first, last] = this.ends(here.line);
    const steps = {
      ArrowLeft: () => Math.max(first, here.id - 1), ArrowRight: () => Math.min(last, here.id + 1),
      ArrowUp: () => this.across(-1), ArrowDown: () => this.across(1),
      Home: () => first, End: () => last,
      PageUp: () => Math.max(first, here.id - 10), PageDown: () => Math.min(last, here.id + 10),
    };
    if (!(event.key in steps)) return;
    event.preventDefault();
    this.at = here.id;
    this.show(steps[event.key]());
  }
}

async function bring(figure) {
  try {
    const { vegaEmbed } = await import(figure.dataset.bundle);
    const chart = new Chart(figure, vegaEmbed);
    await chart.draw();
    for (const query of [NARROW, DARK]) {
      query.addEventListener("change", () => chart.draw().catch(() => still(figure)));
    }
  } catch {
    still(figure);
  }
}

/** Go back to the picture. */
function still(figure) {
  figure.classList.remove("is-alive");
  figure.querySelector(".alive")?.remove();
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((one) => one.isIntersecting)) {
    near.unobserve(entry.target);
    bring(entry.target);
  }
}, { rootMargin: "300px" });
for (const figure of document.querySelectorAll("figure[data-growth]")) near.observe(figure);
