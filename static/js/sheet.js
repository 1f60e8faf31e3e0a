/* Sheet mode, keyboard only: finding a paper, keys, pointer and the start. Its parts load before it. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  /* Without any one of its parts the page stays the plain form that it is. */
  if (!Sheet || !Sheet.figures || !Sheet.draw || !Sheet.flush || !Sheet.go) return;
  document.documentElement.classList.add("js");
  var root = Sheet.root, data = Sheet.data, form = Sheet.form, units = Sheet.units;
  var $ = Sheet.$, answered = Sheet.answered, draw = Sheet.draw, flush = Sheet.flush, undo = Sheet.undo;
  var go = Sheet.go, nextBlank = Sheet.nextBlank, step = Sheet.step, choose = Sheet.choose;
  var giveReason = Sheet.giveReason, closeReason = Sheet.closeReason;

  /* Finding: a scanned code, a serial, or a room such as 4-301. */
  function find(text) {
    var wanted = text.trim().replace(/\?p=.*$/, "").replace(/\/+$/, "").replace(/^(.*\/)?v\//, "");
    var upper = wanted.toUpperCase();
    var hit = data.units.filter(function (unit) {
      return unit.token === wanted || unit.serial.toUpperCase() === upper || unit.room === wanted && unit.entrance === (Sheet.current && units[Sheet.current].entrance)
        || unit.entrance + "-" + unit.room === wanted;
    })[0] || data.units.filter(function (unit) { return unit.room === wanted; })[0];
    if (hit) { go(hit.id); $("sheet-find").value = ""; $("sheet-find").blur(); return true; }
    return false;
  }
  document.querySelector(".sheet-find").addEventListener("submit", function (event) {
    if (find($("sheet-find").value)) event.preventDefault();
  });

  /* Keys. A scanner types fast and begins with a letter, so its digits are not taken for votes. */
  var scan = { text: "", at: 0 };
  function scanning(event) {
    var now = Date.now();
    var running = scan.text && now - scan.at < 150;
    if (!running) scan.text = "";
    if (event.key === "Enter") {
      if (!running || scan.text.length < 4) return false;
      var text = scan.text;
      scan.text = "";
      if (!find(text)) { $("sheet-find").value = text; document.querySelector(".sheet-find").submit(); }
      return true;
    }
    if (event.key.length !== 1 || (!running && !/[A-Za-z]/.test(event.key))) return false;
    scan.text += event.key;
    scan.at = now;
    return true;
  }
  document.addEventListener("keydown", function (event) {
    var drawer = $("drawer");
    if (drawer && !drawer.hidden) return;
    var field = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.target === $("free-reason")) {
      if (event.key === "Enter") { event.preventDefault(); giveReason(event.target.value); }
      if (event.key === "Escape") closeReason();
      return;
    }
    if (field && field.type !== "radio") { if (event.key === "Escape") field.blur(); return; }
    if (event.altKey || event.metaKey) return;
    if (event.ctrlKey) {
      if (event.key.toLowerCase() === "z") { event.preventDefault(); undo(); }
      return;
    }
    if (scanning(event)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    if (event.repeat && !/^Arrow/.test(event.key)) return;
    if (Sheet.held && /^(Enter|Escape|[1-5])$/.test(event.key)) {
      event.preventDefault();
      if (event.key.length > 1) Sheet.release();
      return;
    }
    var digit = "12345".indexOf(event.key);
    if (Sheet.asking && digit >= 0) { event.preventDefault(); giveReason(Sheet.reasons[digit]); return; }
    if (Sheet.asking && event.key === "Escape") { closeReason(); return; }
    if (Sheet.asking && event.key.length === 1) { $("free-reason").focus(); return; }
    if (digit >= 0 && digit < 4) { event.preventDefault(); choose(data.choices[digit]); }
    else if (event.key === "Enter" && !(event.target.closest && event.target.closest("a, button, summary"))) { event.preventDefault(); go(nextBlank(Sheet.current) || Sheet.current); }
    else if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
    else if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
    else if (event.key === "/") { event.preventDefault(); event.stopImmediatePropagation(); $("sheet-find").focus(); $("sheet-find").select(); }
  }, true);

  /* Pointer and touch. The second half of a double click is not another vote. */
  form.addEventListener("submit", function (event) { event.preventDefault(); event.stopImmediatePropagation(); });
  form.addEventListener("click", function (event) {
    var button = event.target.closest("button[data-choice]");
    if (button) {
      event.preventDefault();
      button.blur();
      if (event.detail < 2) choose(button.dataset.choice);
      return;
    }
    if (event.target.closest("#skip")) { event.preventDefault(); go(nextBlank(Sheet.current) || Sheet.current); }
    else if (event.target.closest("#reason-back")) closeReason();
  });
  form.addEventListener("change", function (event) {
    var set = event.target.closest(".expected-matter");
    if (set && event.target.value) choose(event.target.value, set.dataset.matter);
  });
  root.addEventListener("click", function (event) {
    var row = event.target.closest(".stair-row");
    var other = event.target.closest(".sheet-switch a");
    if (row) { event.preventDefault(); go(Number(row.dataset.unit), { still: true }); }
    else if (other) {
      event.preventDefault();
      var inside = data.units.filter(function (unit) { return unit.entrance === other.dataset.stair; });
      var blank = inside.filter(function (unit) { return !answered(unit.id); })[0];
      go((blank || inside[0]).id, { still: true });
    } else if (event.target.closest("#undo")) undo();
  });

  /* The line, and other windows. */
  window.addEventListener("online", function () { window.clearInterval(Sheet.line.timer); flush(); });
  window.addEventListener("focus", function () { if (Sheet.line.state === "login") flush(); });
  window.addEventListener("storage", function (event) {
    if (!event.key || event.key.indexOf(Sheet.store) !== 0) return;
    var item = event.newValue && JSON.parse(event.newValue);
    if (item && item.state === "taken") Sheet.mark(item);
    Sheet.queue = Sheet.load();
    if (item && item.unit === Sheet.current && !Sheet.held && item.state !== "refused") go(nextBlank(Sheet.current));
    else draw();
  });

  /* The server does not know what still waits here: the next paper is the first one without either. */
  if (Sheet.current && Sheet.pendingOf(Sheet.current)) Sheet.current = nextBlank(Sheet.current);
  Sheet.drawWho();
  draw();
  if (Sheet.current && Sheet.refusedOf(Sheet.current)) Sheet.asTyped(Sheet.refusedOf(Sheet.current));
  if (Sheet.queue.length) flush();
})();
