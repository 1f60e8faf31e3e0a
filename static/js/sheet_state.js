/* Sheet mode's state: what the page holds, what is being typed, and the queue kept in this browser. */
(function () {
  "use strict";
  var root = document.getElementById("sheet");
  var holder = document.getElementById("sheet-data");
  if (!root || !holder) return;
  var data = JSON.parse(holder.textContent);
  var form = document.getElementById("paper");
  var units = {};
  data.units.forEach(function (unit) { units[unit.id] = unit; });
  var STORE = "sheet:" + (data.mode ? data.mode + ":" : "") + data.round + ":" + data.user + ":";
  var Sheet = window.Sheet = {
    root: root, data: data, form: form, store: STORE, units: units,
    words: { agree: "同意", against: "反对", abstain: "弃权", invalid: "无效" },
    order: data.units.map(function (unit) { return unit.id; }),
    base: data.counts,
    queue: [],
    recent: [],
    current: Number(form.elements.unit.value) || null,
    typed: { answers: {}, reasons: {} },
    asking: null,
    line: { state: "online", since: "", retry: 0, timer: null },
    sending: null,
    held: null
  };

  function $(id) { return document.getElementById(id); }
  function all(selector, from) { return Array.prototype.slice.call((from || document).querySelectorAll(selector)); }
  function make(tag, css, text) {
    var node = document.createElement(tag);
    if (css) node.className = css;
    if (text !== undefined) node.textContent = text;
    return node;
  }
  function icon(name) { var i = make("i", "bi bi-" + name); i.setAttribute("aria-hidden", "true"); return i; }
  function clock() {
    var now = new Date();
    return ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
  }

  /* The queue lives in this browser until the server has said yes to each paper. Each lies under a
     key of its own: windows on the same sheet share the queue and never overwrite one another. */
  function load() {
    var mine = {}, found = [];
    Sheet.queue.forEach(function (item) { mine[item.client_id] = item; });
    try {
      for (var i = 0; i < window.localStorage.length; i += 1) {
        var key = window.localStorage.key(i);
        if (key.indexOf(STORE) !== 0) continue;
        var kept = JSON.parse(window.localStorage.getItem(key));
        found.push(Object.assign(mine[kept.client_id] || {}, kept, { kept: true }));
      }
    } catch (error) { return Sheet.queue; }
    var unkept = Sheet.queue.filter(function (item) { return !item.kept; });
    return found.concat(unkept).sort(function (a, b) { return a.at - b.at; });
  }
  function keep(item) {
    try {
      window.localStorage.setItem(STORE + item.client_id, JSON.stringify(item));
      item.kept = true;
    } catch (error) { Sheet.line.full = true; }
  }
  function drop(item) {
    Sheet.queue = Sheet.queue.filter(function (one) { return one.client_id !== item.client_id; });
    try { window.localStorage.removeItem(STORE + item.client_id); } catch (error) { return; }
  }
  function newId() {
    var bytes = new Uint8Array(12);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  function pendingOf(id) {
    return Sheet.queue.filter(function (item) { return item.unit === id && item.state !== "refused"; })[0] || null;
  }
  function refusedOf(id) {
    return Sheet.queue.filter(function (item) { return item.unit === id && item.state === "refused"; })[0] || null;
  }
  function answered(id) { return Boolean(units[id].paper || pendingOf(id)); }
  function choicesOf(id) {
    var waiting = pendingOf(id);
    return waiting ? waiting.answers : units[id].choices;
  }
  function nextMatter() {
    for (var i = 0; i < data.matters.length; i += 1) if (!Sheet.typed.answers[data.matters[i].key]) return data.matters[i].key;
    return null;
  }

  Sheet.queue = load();
  Sheet.$ = $;
  Sheet.all = all;
  Sheet.make = make;
  Sheet.icon = icon;
  Sheet.clock = clock;
  Sheet.load = load;
  Sheet.keep = keep;
  Sheet.newId = newId;
  Sheet.pendingOf = pendingOf;
  Sheet.refusedOf = refusedOf;
  Sheet.answered = answered;
  Sheet.choicesOf = choicesOf;
  Sheet.drop = drop;
  Sheet.nextMatter = nextMatter;
})();
