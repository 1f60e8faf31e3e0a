/* Moving from paper to paper and choosing what each one says. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  if (!Sheet) return;
  var data = Sheet.data, form = Sheet.form, units = Sheet.units, order = Sheet.order;
  var REASONS = ["未签名", "涂改无法辨认", "同时选了两项", "非业主签名且无委托书", "空白未填"];
  var $ = Sheet.$, make = Sheet.make, answered = Sheet.answered, refusedOf = Sheet.refusedOf;
  var nextMatter = Sheet.nextMatter, drop = Sheet.drop, draw = Sheet.draw, drawWho = Sheet.drawWho;

  /* Moving. */
  function go(id, options) {
    if (id !== Sheet.current) { Sheet.typed = { answers: {}, reasons: {} }; closeReason(); ownFields(""); }
    Sheet.current = id;
    Sheet.held = null;
    if (!options || !options.keepWords) $("refusal").textContent = "";
    drawWho();
    draw();
    var refused = id && refusedOf(id);
    if (refused) Sheet.asTyped(refused);
    var row = id && $("unit-" + id);
    if (row && row.scrollIntoView && !(options && options.still)) row.scrollIntoView({ block: "nearest" });
  }
  /* Who signed this one paper; the other fields hold for the whole pile in hand. */
  function ownFields(text) {
    ["proxy", "signers"].forEach(function (name) { if (form.elements[name]) form.elements[name].value = text; });
  }
  function nextBlank(from) {
    var start = order.indexOf(from) + 1;
    var ring = order.slice(start).concat(order.slice(0, start));
    for (var i = 0; i < ring.length; i += 1) if (!answered(ring[i]) && ring[i] !== from) return ring[i];
    return from && !answered(from) ? from : null;
  }
  function step(by) {
    var at = order.indexOf(Sheet.current) + by;
    if (at >= 0 && at < order.length) go(order[at]);
  }

  /* Choosing. */
  function choose(choice, matter) {
    if (!Sheet.current || answered(Sheet.current) || Sheet.held) return;
    matter = matter || nextMatter();
    if (!matter) return;
    if (choice === "invalid") { askReason(matter); return; }
    settle(matter, choice, "");
  }
  function settle(matter, choice, reason) {
    Sheet.typed.answers[matter] = choice;
    if (reason) Sheet.typed.reasons[matter] = reason;
    if (nextMatter()) { drawWho(); draw(); return; }
    var unit = units[Sheet.current];
    var old = refusedOf(Sheet.current);
    if (old) drop(old);
    var item = {
      client_id: Sheet.newId(), at: Date.now(), unit: unit.id, words: unit.words, answers: Sheet.typed.answers, reasons: Sheet.typed.reasons,
      batch: data.batch, state: "waiting", channel: value("channel"), received_at: value("received_at"),
      signed_on: value("signed_on"), proxy: value("proxy"), witness: value("witness"), signers: value("signers")
    };
    Sheet.typed = { answers: {}, reasons: {} };
    ownFields("");
    Sheet.queue.push(item);
    Sheet.recent.push(item);
    Sheet.keep(item);
    go(nextBlank(unit.id));
    Sheet.flush();
  }
  function value(name) { return form.elements[name] ? form.elements[name].value : ""; }
  function askReason(matter) {
    Sheet.asking = matter;
    var box = $("ask-reason"), keys = $("reason-keys");
    keys.textContent = "";
    REASONS.forEach(function (words, index) {
      var button = make("button", "btn btn-plain btn-small");
      button.type = "button";
      button.appendChild(make("kbd", "", String(index + 1)));
      button.appendChild(document.createTextNode(words));
      button.addEventListener("click", function () { giveReason(words); });
      keys.appendChild(button);
    });
    box.hidden = false;
    $("free-reason").value = "";
    box.scrollIntoView({ block: "nearest" });
  }
  function giveReason(words) {
    var matter = Sheet.asking;
    closeReason();
    if (matter && words.trim()) settle(matter, "invalid", words.trim());
  }
  function closeReason() {
    Sheet.asking = null;
    $("ask-reason").hidden = true;
    if (document.activeElement === $("free-reason")) $("free-reason").blur();
  }

  Sheet.reasons = REASONS;
  Sheet.go = go;
  Sheet.nextBlank = nextBlank;
  Sheet.step = step;
  Sheet.choose = choose;
  Sheet.giveReason = giveReason;
  Sheet.closeReason = closeReason;
})();
