// The page that one can point at. Python worked everything out; here indices are only paired, looked up and joined.
"use strict";
(() => {
const section = document.getElementById("xp");
const {sets = [], ...first} = JSON.parse(document.getElementById("xp-data").textContent);
// what there is with each choice of the menus; the address has the number of the one that is shown
const every = [first, ...sets.map(other => ({...first, ...other}))];
const asked = () => new URLSearchParams(location.hash.slice(1));
const askedSet = () => every[asked().get("set")] ? Number(asked().get("set")) : 0;

// the page of one of these, drawn again where a menu has `changed`, which keeps the focus
function page(set, changed = -1) {
section.replaceChildren();
const {words, elements, letters, image, kernel, ...data} = every[set];
const reading = data.rows == null ? [data.columns] : [data.rows, data.columns];
// an axis may be as another, whose number then stands there
data.variants.forEach(variant => { variant.axes = variant.axes.map(axis => variant.axes[axis] || axis); });
// along an axis: the index summed over, the one met plugged in and solved, and where both meet the pixel that is read
const taps = rows => rows.filter(row => row.length > 3).map(([summed, , met, read]) =>
  data.over === "k" ? [met, summed, read] : [summed, met, read]);
const MATRIX_SIDE = 25, PLACES = 4, PRODUCTS = 9;

// an index is a list of whole numbers; it is itself by its key
const key = index => index.join();
const same = (one, other) => Boolean(one && other) && one.every((part, axis) => part === other[axis]);
const between = ([low, high]) => Array.from({length: high - low + 1}, (_, n) => low + n);
const number = value => String(value).replace("-", words.minus);
const spelled = (pieces, index) => pieces.map((piece, n) => piece + (n < index.length ? number(index[n]) : "")).join("");
const named = (array, index) => spelled(elements[array], index);
const filled = (template, parts) => template.replace(/{(\w+)}/g, (_, name) => parts[name]);
const lies = (index, ranges) => index.length === ranges.length && index.every((part, axis) => between(ranges[axis]).includes(part));
const position = (index, ranges) =>
  reading.reduce((place, axis) => place * between(ranges[axis]).length + index[axis] - ranges[axis][0], 0);
const NOTHING = ["", ""];
const spread = places => [Math.min(...places), Math.max(...places)];

// one entry of each axis, in every combination; the first of the axes in `slowest` changes least
const combined = (sides, slowest) => slowest.reduce((found, axis) =>
  found.flatMap(chosen => sides[axis].map(entry => Object.assign([...chosen], {[axis]: entry}))), [[]]);
const indices = ranges => combined(ranges.map(between), reading);

// what Python derived for one output: what meets what, the products of the sum, the rows of the table
const known = new Map();
function derivation(variant, at) {
  const name = `${variant.key} ${key(at)}`;
  if (!known.has(name)) known.set(name, derived(variant, at));
  return known.get(name);
}

function derived({axes, nest, outputs}, at) {
  const sides = at.map((part, axis) => axes[axis][part]), n = position(at, outputs.ranges);
  const meetings = combined(sides.map(taps), nest).map(met => {
    const [place, tap, read] = [0, 1, 2].map(part => met.map(entry => entry[part]));
    return {at, place, tap, read: read.includes(null) ? null : read};
  });
  const rows = combined(sides, reading).map((entries, row) => {
    const [summed, plugged, solved] = [0, 1, 2].map(part => entries.map(entry => entry[part]));
    const [place, tap] = data.over === "k" ? [solved, summed] : [summed, solved];
    const last = data.texts[data.tables[outputs.rows[n]][row]];
    const read = meetings.find(met => same(met.place, place))?.read;
    return {at, place, tap, read, texts: [named("plugged", [...summed, ...plugged]), named("solved", [...summed, ...solved]), last]};
  });
  const numbers = outputs.numbers?.[n].map(text => data.texts[text]), value = outputs.values?.[n], around = outputs.around?.[n] || NOTHING;
  return {
    at, meetings, rows: rows.filter(row => row.texts[2]), terms: meetings.filter(meeting => meeting.read || image.fill), numbers, value, around,
    // nothing where that is the sum again
    result: numbers && around.join(numbers.join("") || words.nothing) === value ? undefined : value, texAround: outputs.tex_around?.[n] || NOTHING,
  };
}

// a mark is a pixel (x), inside the image or beside it, or a kernel element (h); it means what meets there
const sameMark = (one, other) => ["kind", "index", "place"].every(part => `${one?.[part]}` === `${other?.[part]}`);
const means = (mark, {place, tap, read}) =>
  mark.kind === "h" ? same(tap, mark.index) : same(place, mark.index) || same(read, mark.index);
const everyOutput = ({outputs}) => indices(outputs.ranges);
const uses = (variant, mark) => mark ? everyOutput(variant)
  .flatMap(at => derivation(variant, at).terms.filter(term => means(mark, term))) : [];

// texts
const weight = tap => kernel.weights[position(tap, kernel.ranges)];
const title = variant => filled(words.title, variant);
const outputName = at => named("output", at);
const factorOf = ({read}, {factor: pieces, fill} = elements) => read ? spelled(pieces, read) : fill;
const shortened = (parts, most, dots) => parts.length > most ? [parts[0], parts[1], dots, parts.at(-1)] : parts;

// what stands before the pixel of the first term, and of a later one
const before = (tap, n, place = 1) => n && weight(tap)[place + 1] || (n ? words.plus : "") + weight(tap)[place];

// the sign of a term and its weight, as they stand in a sum
function signed({tap}, n) {
  const [first, later] = [0, 1].map(n => before(tap, n).slice(0, -words.dot.length)), size = later.slice(words.plus.length);
  return [n ? later.slice(0, words.plus.length) : first.slice(0, first.length - size.length), size];
}

const added = terms => terms.length === 1 ? weight(terms[0].tap)[0] :
  data.added?.[terms.map(term => position(term.tap, kernel.ranges)).join()] ?? terms.map((term, n) => signed(term, n).join("")).join("");
const products = (terms, by) => terms.map((term, n) => before(term.tap, n) + by(term));

function sumText(found) {
  const lines = found.terms.length ? [products(found.terms, factorOf), found.numbers ?? []] : [[words.nothing]];
  const sums = lines.filter(parts => parts.length).map(parts => found.around.join(parts.join("")));
  return [outputName(found.at), ...sums, found.result ?? []].flat().join(words.equals);
}

const inTex = text => data.in_tex?.[text] ?? text;
function sumTex(found) {
  const parts = found.terms.map((term, n) => before(term.tap, n, 3) + factorOf(term, data.tex));
  const lines = [parts, found.numbers ?? []].map(line => line.map(inTex).join("")), result = found.result ?? "";
  const sums = [lines[0] || words.nothing, lines[1]].filter(Boolean).map(sum => found.texAround.join(sum));
  return [spelled(data.tex.output, found.at), ...sums, ...result ? [inTex(result)] : []].join(words.equals).replaceAll(words.minus, "-");
}

function stepsText(variant, found) {
  const rows = [words.heads, ...found.rows.map(row => row.texts)];
  const widths = [0, 1].map(n => Math.max(...rows.map(row => row[n].length)));
  const lines = rows.map(row => row.map((text, n) => text.padEnd(widths[n])).join("  "));
  return [title(variant), variant.equation, sumText(found), "", ...lines, "", variant.lies].join("\n");
}

function markText(mark, used) {
  const places = [...new Set(used.map(use => outputName(use.at)))], said = mark.kind === "x" ? "said_pixel" : "said_kernel";
  const copy = mark.place ? filled(words.said_copy, {element: named("image", mark.place), pixel: named("image", mark.index)}) : "";
  return copy + filled(words[used.length ? said : `${said}_none`], {
    element: named(mark.kind === "x" ? "image" : "kernel", mark.index),
    count: places.length, places: shortened(places, PLACES, words.dots).join(", "),
  });
}

function gradientText(mark, used, whole) {
  const asked = mark.kind === "x" ? "pixel_gradient" : "kernel_gradient";
  if (!elements[asked] || !used.length || !used.every(use => use.read)) return "";
  const parts = mark.kind === "x" ? products(used, use => named("output_gradient", use.at))
    : used.map((use, n) => (n ? words.plus : "") + named("kernel_term", [...use.at, ...use.read]));
  const sum = shortened(parts, whole ? PRODUCTS : PLACES, words.plus + words.dots).join("");
  return `${named(asked, mark.index)}${words.equals}${sum}\n${words.gradient}`;
}

function commandText({variant: {commands}, at, mark, pinned}) {
  const gradient = pinned && (mark.kind === "h" ? commands.kernel : lies(mark.index, image.ranges) && commands.pixel);
  return gradient ? gradient + key(mark.index) : commands.output + key(at);
}

// elements of the page; `stands` is what one stands for, what pointing at it chooses, its row and column
const one = name => section.querySelector(name);
const write = (name, text) => { one(`.xp-${name}`).textContent = text; };
const active = () => document.activeElement;
const items = view => [...view.querySelectorAll("[tabindex]")].filter(made => made.stands);

function make(parent, tag, {text, ...attributes} = {}) {
  const made = parent.appendChild(document.createElement(tag));
  Object.entries(attributes).forEach(pair => made.setAttribute(...pair));
  if (text !== undefined) made.textContent = text;
  return made;
}

function standing(made, row, column, part, subject) {
  made.tabIndex = -1;
  made.stands = {row, column, part, subject};
  return made;
}

// a cell that shows that already is left alone: what the pointer is on is not taken away before it is pressed
function fill(cell, texts, tap, name) {
  const shown = texts.filter(([, text]) => text), whole = JSON.stringify([shown, tap]);
  if (cell.whole === whole) return;
  cell.whole = whole;
  cell.replaceChildren();
  // the longest word is to fit, and all of them in a few lines
  shown.forEach(([look, text]) => cell.append(make(cell, "span",
    {class: look, text, style: `--long:${Math.max(1.6 * text.length ** .5, ...text.split(" ").map(word => word.length))}`}), " "));
  cell.classList.toggle("ct-on", Boolean(tap));
  cell.style.setProperty("--shade", tap ? position(tap, kernel.ranges) / (kernel.weights.length - 1 || 1) : "");
  cell.setAttribute("aria-label", [name, ...shown.map(([, text]) => text)].join(", "));
}

const header = (row, scope, text) => text ? make(row, "th", {scope, text}) : make(row, "td");

// a table under its caption, whose rows or cells can be reached
function drawTable(name, label, heads) {
  const figure = one(`.xp-${name}`);
  figure.replaceChildren();
  figure.hidden = false;
  make(figure, "figcaption", {text: label});
  const made = make(make(figure, "div", {class: "wide"}), "table", {role: "grid", "aria-label": label, "data-view": name});
  const head = make(make(made, "thead"), "tr");
  heads.forEach(text => header(head, "col", text));
  figure.style.setProperty("--columns", heads.length - 1);
  return make(made, "tbody");
}

// a grid with a label above each column and beside each row; `cell` says what stands where they cross
function drawGrid(name, label, corner, rows, columns, cell) {
  const body = drawTable(name, label, [corner, ...columns.map(column => column.text)]);
  rows.forEach((row, line) => {
    const drawn = make(body, "tr");
    header(drawn, "row", row.text);
    columns.forEach((column, n) => {
      const {part, subject, tap, texts = [], look = "", spoken} = cell(row.at, column.at);
      fill(standing(make(drawn, "td", {role: "gridcell", class: look}), line, n, part, subject), texts, tap, spoken);
    });
  });
}

// a grid of an array, as it lies in the picture
function plane(name, label, names, sides, cell) {
  const ruler = axis => axis == null ? [{text: ""}] : sides[axis].map(at => ({at, text: number(at)}));
  const corner = reading.map(axis => names[axis] + (axis === data.columns ? "\u2192" : "\u2193")).join(" ");
  drawGrid(name, label, corner, ruler(data.rows), ruler(data.columns), (row, column) =>
    cell(Object.assign([], {[data.columns]: column}, data.rows == null ? {} : {[data.rows]: row})));
}

// along each axis, the pixels that are read at the places that outputs reach, null for the constant; those of a place
const sources = image.ranges.map((_, axis) => Object.fromEntries(data.variants.flatMap(variant =>
  Object.values(variant.axes[axis]).flatMap(taps).map(tap => [tap[0], tap[2]]))));
function source(place) {
  const read = place.map((part, axis) => sources[axis][part]);
  return lies(place, image.ranges) ? place : [undefined, null, read].find(found => found === read || read.includes(found));
}

// a copy beside the image means its pixel
const markPixel = (place, index = source(place) || place) => ({mark: {kind: "x", index, place: index !== place && place}});

// a conjugated weight is not the value that the kernel is defined by
const weighed = tap => ["ct-value", weight(tap)[5] ?? weight(tap)[0]];

// the views of one operation: its outputs, and its matrix where that can be read
function drawOperation(variant) {
  document.querySelector("h1").textContent = document.title = title(variant);
  write("equation", variant.equation);
  plane("outputs", words.output, letters.output, variant.outputs.ranges.map(between), at => ({part: {at}, subject: {at}}));
  const rows = everyOutput(variant).map(at => ({at, text: outputName(at)}));
  const columns = indices(image.ranges).map(at => ({at, text: at.map(number).join()}));
  reserve(variant);
  one(".xp-matrix").hidden = true;
  if (!words.matrix || Math.max(rows.length, columns.length) > MATRIX_SIDE) return;
  drawGrid("matrix", words.matrix, "", rows, columns, (at, index) => {
    const found = derivation(variant, at).terms.filter(term => same(term.read, index));
    return {
      part: {at, ...markPixel(index)}, subject: {at, place: index, terms: found},
      tap: found.length === 1 && found[0].tap, texts: [["ct-value", added(found) || words.dot]],
      spoken: `${outputName(at)}, ${named("image", index)}`,
    };
  });
}

// the image, and what any output reaches beside it
const around = image.ranges.map((side, axis) => spread([...side, ...Object.keys(sources[axis])]));

// the views of one output
function drawOutput(variant, found) {
  const placed = new Map(found.meetings.map(met => [key(met.place), met]));
  const outsideLook = index => lies(index, image.ranges) ? "" : "ct-outside";
  const cell = (index, met, texts, tap = met?.tap) => ({
    part: markPixel(index), subject: met || {place: index, read: source(index)}, tap, texts, look: outsideLook(index), spoken: named("image", index),
  });
  drawSum(found);
  plane("image", words.image, letters.image, around.map(between), index => {
    const met = placed.get(key(index)), term = found.terms.includes(met) ? met : undefined, read = source(index);
    const value = read ? image.values?.[position(read, image.ranges)] : read === null && (image.fill || words.nothing);
    return cell(index, met, [["ct-image", value], ...(term ? [weighed(term.tap), ["xp-index", named("kernel", term.tap)]] : [])], term ? term.tap : null);
  });
  plane("kernel", words.kernel, letters.kernel, kernel.ranges.map(between), index => ({
    part: {mark: {kind: "h", index}}, subject: found.terms.find(term => same(term.tap, index)) || {tap: index}, tap: index,
    texts: [["ct-value", weight(index)[0]]], spoken: named("kernel", index),
  }));
  const laid = image.ranges.map((_, axis) => [...new Set(found.meetings.map(met => met.place[axis]))].sort((one, other) => one - other));
  plane("laid", words.laid, letters.image, laid, index => {
    const met = placed.get(key(index));
    return cell(index, met, [weighed(met.tap)]);
  });
  drawSteps(found);
}

function drawSteps(found) {
  const body = drawTable("steps", words.table, words.heads);
  found.rows.forEach((row, line) => {
    const made = standing(make(body, "tr"), line, 0, markPixel(row.place), row);
    row.texts.forEach(text => make(made, "td", {role: "gridcell", text}));
  });
}

function drawSum(found) {
  const sum = one(".xp-sum"), [first, last] = found.around, signs = found.terms.map(signed);
  const lines = [found.terms.map((term, n) => [...signs[n], words.dot + factorOf(term)])];
  if (found.numbers?.length) lines.push(found.numbers.map((text, n) => [signs[n][0], "", text.slice(signs[n][0].length)]));
  sum.replaceChildren();
  lines.forEach((parts, line) => {
    const row = make(sum, "div", {role: "row"});
    make(row, "span", {role: "rowheader", text: (line ? "" : outputName(found.at)) + words.equals + first});
    parts.forEach(([sign, size, rest], n) => {
      make(row, "span", {text: sign});
      const made = standing(make(row, "span", {role: "gridcell"}), line, n, markPixel(found.terms[n].place), found.terms[n]);
      make(made, "span", {class: "ct-value", text: size});
      make(made, "span", {class: line ? "" : "ct-image", text: rest});
    });
    const value = line === lines.length - 1 && found.result ? words.equals + found.result : "";
    make(row, "span", {role: "gridcell", text: (parts.length ? "" : words.nothing) + last + value});
  });
}

function briefText(found) {
  const sum = shortened(products(found.terms, factorOf), PLACES, words.plus + words.dots).join("") || words.nothing;
  return [outputName(found.at), ...new Set([found.around.join(sum), found.value ?? []].flat())].join(words.equals);
}

// room for the longest sum, so that what is pointed at stays where it is
function reserve(variant) {
  const all = everyOutput(variant).map(at => derivation(variant, at)), {style} = one(".xp-sum");
  style.minHeight = "";
  drawSum(all.reduce((longest, found) => sumText(found).length > sumText(longest).length ? found : longest));
  style.minHeight = `${one(".xp-sum").offsetHeight}px`;
}

// show(state): all that a state looks like, from the data alone
let drawn = {};
function show({variant, at, mark, pinned}) {
  const used = uses(variant, mark), fresh = drawn.variant !== variant, focused = active();
  const view = viewOf(focused), {row, column} = focused.stands || {};
  if (fresh) drawOperation(variant);
  const moved = fresh || !same(drawn.at, at);
  if (moved) drawOutput(variant, derivation(variant, at));
  if (row >= 0 && !focused.isConnected) placed(one(`[data-view=${view}]`), row, column)?.focus({preventScroll: true});
  drawn = {variant, at};
  const keys = name => new Set(used.map(use => use[name] && key(use[name])));
  const elsewhere = {outputs: keys("at"), image: keys(mark?.kind === "h" ? "place" : "read")};
  for (const view of section.querySelectorAll("[data-view]")) {
    for (const made of items(view)) showItem(view.dataset.view, made, at, mark, elsewhere[view.dataset.view]);
    reachable(view);
  }
  showOutputs(variant, mark, used);
  if (moved) ["outputs .xp-chosen", "image .xp-patch"].forEach(inView);
  write("note", mark ? markText(mark, used) : variant.lies);
  write("brief", briefText(derivation(variant, at)));
  write("gradient", mark && gradientText(mark, used, pinned));
  write("command", commandText({variant, at, mark, pinned}));
}

// what lies beyond an end of its box
function inView(name) {
  const made = one(`.xp-${name}`), box = made?.closest(".wide"), from = made?.offsetLeft - box?.scrollLeft;
  if (from < 0 || from + made?.offsetWidth > box?.clientWidth) box.scrollLeft += from - box.clientWidth / 2;
}

// what is chosen, what the mark means in this output, and what it means elsewhere
function showItem(view, made, at, mark, elsewhere) {
  const {subject} = made.stands, here = same(subject.at, at), outputs = view === "outputs", matrix = view === "matrix";
  const meant = Boolean(mark) && !outputs && [subject, ...(subject.terms || [])].some(part => means(mark, part));
  const looks = {chosen: outputs && here, meant: meant && (here || !matrix), patch: matrix && here || view === "image" && subject.at};
  looks.also = !looks.meant && (matrix ? meant : elsewhere?.has(key(outputs ? subject.at : subject.place)));
  Object.entries(looks).forEach(([look, on]) => made.classList.toggle(`xp-${look}`, Boolean(on)));
  made.setAttribute("aria-selected", looks.chosen || looks.meant);
}

function showOutputs(variant, mark, used) {
  const weights = mark?.kind === "x", uses = new Map();
  used.forEach(use => uses.set(key(use.at), [...(uses.get(key(use.at)) || []), use]));
  for (const cell of items(one("[data-view=outputs]"))) {
    const {at} = cell.stands.subject, here = uses.get(key(at)) || [];
    const text = weights ? added(here) : here[0]?.place.map(number).join();
    fill(cell, [["ct-output", derivation(variant, at).value], [weights ? "ct-value" : "xp-place", text]],
      weights && here.length === 1 && here[0].tap, outputName(at));
  }
}

// the one element of a view that the Tab key reaches
function reachable(view) {
  const all = items(view), marked = all.find(made => made.matches(".xp-meant,.xp-chosen"));
  const first = all.includes(active()) ? active() : marked || all[0];
  all.forEach(made => { made.tabIndex = made === first ? 0 : -1; });
}

// the state; a mark that is not pinned goes when something else is pointed at
let state;
function go(change, kept) {
  const was = state;
  state = {...state, ...change};
  show(state);
  tell(news(was));
  unasked();
  keep(kept);
}

function keep(kept) {
  const {variant, at, mark, pinned} = state;
  const address = `#op=${variant.key}&at=${key(at)}` + (pinned ? `&mark=${mark.kind}:${key(mark.index)}` : "") + (set ? `&set=${set}` : "");
  if (address !== location.hash) try { history[kept ? "pushState" : "replaceState"](null, "", address); } catch { /* a frame without an address */ }
}

function restore(kept) {
  const index = text => text ? text.split(",").map(Number) : [];
  const op = asked().get("op") || "", at = index(asked().get("at"));
  const variant = ["", "-"].flatMap(end => data.variants.filter(each => `${each.key}${end}`.startsWith(op + end)))[0] || data.variants[0];
  const [kind, where] = (asked().get("mark") || "").split(":"), ranges = {x: around, h: kernel.ranges}[kind], place = index(where);
  const pinned = Boolean(ranges) && lies(place, ranges), mark = pinned ? (kind === "x" ? markPixel(place).mark : {kind, index: place}) : null;
  state = {variant, at: lies(at, variant.outputs.ranges) ? at : variant.start, mark, pinned};
  show(state);
  if (location.hash || kept) keep(kept);
  const choice = one(`[value=${variant.key}]`);
  if (choice) choice.checked = true;
}

function tell(text) {
  if (text) write("said", text);
}

// what a change says to those who hear the page
function news(was) {
  const {variant, at, mark, pinned} = state, found = derivation(variant, at), said = [];
  if (was.variant !== variant) said.push(title(variant));
  if (was.variant !== variant || !same(was.at, at)) {
    const many = found.terms.length > PRODUCTS && !found.value;
    const sum = found.value ? words.equals + found.value : sumText(found).slice(outputName(at).length);
    said.push(filled(many ? words.said_many : words.said_output, {output: outputName(at), sum, count: found.terms.length}));
    const [old, now] = [derivation(was.variant, was.at), found].map(each => each.terms.map(term => key(term.place)));
    const missing = (these, those) => these.filter(place => !those.includes(place)).length;
    said.push(filled(words.said_change, {new: missing(now, old), gone: missing(old, now)}));
  }
  if (mark && !sameMark(was.mark, mark)) said.push(markText(mark, uses(variant, mark)));
  if (was.pinned !== pinned) said.push(pinned ? words.said_pinned : words.said_unpinned);
  return said.join(" ");
}

// pointing, clicking, keys
const itemAt = target => target.closest("#xp [tabindex]");
const viewOf = target => target.closest("[data-view]")?.dataset.view;
const placed = (view, row, column) => items(view).find(made => made.stands.row === row && made.stands.column === column);

function pin(part) {
  const again = state.pinned && sameMark(part.mark, state.mark) && same(part.at || state.at, state.at);
  const mark = again ? null : part.mark || (state.pinned ? state.mark : null);
  go({...part, mark, pinned: Boolean(mark)}, true);
}

function hover(event) {
  const found = event.pointerType === "mouse" && itemAt(event.target)?.stands;
  show(found ? {...state, ...found.part, pinned: state.pinned && !found.part.mark} : state);
}

const ARROWS = {ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1]};
function press(event) {
  const arrow = ARROWS[event.key];
  // where nothing is in focus, arrows move the output
  const made = itemAt(event.target) || event.target === document.body && arrow && one("[data-view=outputs] .xp-chosen"), found = made?.stands;
  if (event.key === "Escape") go({mark: null, pinned: false}, state.pinned);
  if (!found || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") pin(found.part);
  else if (arrow) step(made.closest("[data-view]"), found.row + arrow[0], found.column + arrow[1]);
  else return;
  event.preventDefault();
}

function step(view, row, column) {
  const to = placed(view, row, column);
  if (!to) return;
  const {part} = to.stands;
  to.focus();
  go({...part, pinned: state.pinned && !part.mark});
}

// buttons and controls
async function copy(text) {
  const told = one(".xp-copied"), done = await navigator.clipboard?.writeText(text).then(() => true, () => false) || copiedByHand(text);
  told.textContent = done ? words.copied : words.not_copied;
  tell(told.textContent);
  if (!done) make(told, "pre", {text});
}

// where a page has no clipboard, as some browsers do for files
function copiedByHand(text) {
  const focused = active(), field = make(section, "textarea", {class: "xp-said"});
  field.value = text;
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  focused.focus();
  return done;
}

function copyButton(parent, text, what) {
  make(parent, "button", {type: "button", text}).onclick = () => copy(what());
}

function operations(parent) {
  if (data.variants.length < 2) return;
  const set = make(parent, "fieldset");
  make(set, "legend", {text: words.operation});
  for (const variant of data.variants) {
    const label = make(set, "label"), choice = make(label, "input", {type: "radio", name: "op", value: variant.key});
    label.append(variant.label);
    choice.onchange = () => go({variant, at: lies(state.at, variant.outputs.ranges) ? state.at : variant.start}, true);
  }
}

// what the page does not hold is a command to type, until something else is chosen
let unasked = () => {};
function controls(parent, other) {
  const selects = data.controls.map(({label, now, choices}) => {
    const select = make(make(parent, "label", {text: label}), "select");
    choices.forEach(text => make(select, "option", {text}));
    select.selectedIndex = now;
    return select;
  });
  const typed = ({selectedIndex, value}, n) => selectedIndex === (data.controls[n].unsaid || 0) ? "" : data.controls[n].option + value;
  make(other, "p", {text: words.other});
  const code = make(make(other, "pre"), "code");
  copyButton(other, words.copy_command, () => code.textContent);
  // the page is still what it was
  unasked = () => {
    selects.forEach((select, n) => { select.selectedIndex = data.controls[n].now; });
    other.hidden = true;
  };
  parent.onkeydown = event => { if (event.key === "Escape") unasked(); };
  parent.onchange = ({target}) => {
    const chosen = selects.map(select => select.selectedIndex), moved = chosen.map((choice, n) => choice !== data.controls[n].now);
    const found = every.findIndex(({controls}) => controls.every(({now}, n) => now === chosen[n]));
    if (moved.includes(true) && found >= 0) return page(found, selects.indexOf(target));
    const [stride, dilation, , mode] = moved;
    // an output stays what it is with another rule outside
    const at = stride || dilation || mode ? "" : ` --at=${key(state.at)}`;
    other.hidden = !moved.includes(true);
    code.textContent = `${state.variant.commands.explore}${selects.map(typed).join("")}${at} -o page.html`;
    tell(other.hidden ? "" : words.other + " " + code.textContent);
  };
}

function frame() {
  const piece = (tag, name, parent = section, more = {}) => make(parent, tag, {class: `xp-${name}`, ...more});
  piece("p", "equation");
  piece("div", "sum", section, {role: "grid", "aria-label": words.sum, "data-view": "sum"});
  const bar = piece("div", "bar");
  operations(bar);
  const views = piece("div", `views xp-grids${data.rows == null ? " xp-line" : ""}`);
  ["outputs", "image"].forEach(name => piece("figure", name, views));
  const pair = piece("div", "pair", views);
  ["kernel", "laid"].forEach(name => piece("figure", name, pair));
  piece("p", "help", section, {text: words.help});
  const copies = piece("div", "copies"), found = () => derivation(state.variant, state.at);
  piece("code", "command", make(copies, "pre"));
  copyButton(copies, words.copy_command, () => commandText(state));
  copyButton(copies, words.copy_tex, () => sumTex(found()));
  copyButton(copies, words.copy_text, () => stepsText(state.variant, found()));
  piece("span", "copied", copies);
  // whose height changes comes last: what is pointed at stays where it is
  ["matrix xp-grids", "steps"].forEach(name => piece("figure", name));
  const status = piece("div", "status");
  controls(bar, piece("div", "other", status, {hidden: ""}));
  const brief = piece("p", "brief", status);
  new IntersectionObserver(([sum]) => { brief.hidden = sum.isIntersecting; }).observe(one(".xp-sum"));
  piece("p", "note", status);
  piece("p", "gradient", status);
  piece("p", "said", section, {"aria-live": "polite"});
}

// the page without script, folded but on paper
function fold() {
  const rest = document.createElement("details");
  make(rest, "summary", {text: words.below});
  while (section.nextSibling) rest.append(section.nextSibling);
  section.after(rest);
  self.onbeforeprint = () => { rest.open = true; };
}

frame();
if (section.hidden) fold();
section.hidden = false;
restore(changed >= 0);
section.onpointerover = hover;
section.onpointerleave = () => show(state);
section.onclick = event => { const found = itemAt(event.target)?.stands; if (found) pin(found.part); };
self.onpopstate = self.onhashchange = () => askedSet() === set ? restore() : page(askedSet());
self.onkeydown = press;
self.onresize = () => { reserve(drawn.variant); drawSum(derivation(drawn.variant, drawn.at)); };
if (changed < 0) return;
section.querySelectorAll("select")[changed].focus();
tell(briefText(derivation(state.variant, state.at)));
}

page(askedSet());
})();
