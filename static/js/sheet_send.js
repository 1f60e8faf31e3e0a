/* Sending: one after another; what the server does not take comes back with its reason. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  if (!Sheet) return;
  var root = Sheet.root, form = Sheet.form, units = Sheet.units, recent = Sheet.recent, line = Sheet.line;
  var $ = Sheet.$, make = Sheet.make, icon = Sheet.icon, clock = Sheet.clock;
  var keep = Sheet.keep, drop = Sheet.drop, draw = Sheet.draw, drawLine = Sheet.drawLine;

  function flush() {
    if (Sheet.sending) return;
    var item = Sheet.queue.filter(function (one) { return one.state !== "refused"; })[0];
    if (!item) { online(); draw(); return; }
    Sheet.sending = true;
    var body = new FormData();
    body.append("unit", item.unit);
    body.append("client_id", item.client_id);
    ["batch", "channel", "received_at", "signed_on", "proxy", "witness", "signers"].forEach(function (name) { body.append(name, item[name] || ""); });
    Object.keys(item.answers).forEach(function (matter) {
      body.append("answer_" + matter, item.answers[matter]);
      body.append("reason_" + matter, item.reasons[matter] || "");
    });
    send(root.dataset.url, body).then(function (answer) {
      Sheet.sending = false;
      taken(item, answer);
      flush();
    }, function (trouble) {
      Sheet.sending = false;
      if (trouble.problems) { turned(item, trouble.problems); flush(); } else if (trouble.login) { line.state = "login"; draw(); wait(15); } else offline();
    });
  }
  /* Another window may have logged in again: its cookie goes before what this page was drawn with. */
  function ticket() {
    var found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }
  function send(url, body) {
    var token = ticket();
    var stop = new AbortController();
    var timer = window.setTimeout(function () { stop.abort(); }, 15000);
    body.append("csrfmiddlewaretoken", token);
    return fetch(url, {
      method: "POST", body: body, credentials: "same-origin", signal: stop.signal,
      headers: { Accept: "application/json", "X-CSRFToken": token }
    }).then(function (response) {
      window.clearTimeout(timer);
      var json = /json/.test(response.headers.get("Content-Type") || "");
      if (!json && (response.redirected || response.status === 401 || response.status === 403)) throw { login: true };
      if (!json || response.status >= 500) throw new Error("status " + response.status);
      return response.json().then(function (answer) {
        if (!response.ok) throw { problems: answer.problems || [] };
        return answer;
      });
    });
  }
  function taken(item, answer) {
    var unit = units[item.unit];
    if (unit) {
      unit.paper = answer.paper;
      unit.choices = item.answers;
      unit.batch = item.batch;
    }
    item.paper = answer.paper;
    Sheet.base = answer.counts;
    drop(item);
    online();
    draw();
  }
  function turned(item, problems) {
    item.state = "refused";
    item.why = problems.map(function (one) { return one.message + (one.remedy ? "。" + one.remedy : ""); }).join("；");
    item.fields = problems.map(function (one) { return one.field; }).join(" ");
    keep();
    online();
    reopen(item);
  }
  function online() {
    line.state = "online";
    line.retry = 0;
    line.since = "";
    window.clearInterval(line.timer);
  }
  function offline() {
    if (line.state !== "offline") { line.state = "offline"; line.since = clock(); line.pause = 2; }
    line.pause = Math.min((line.pause || 1) * 2, 60);
    wait(line.pause);
  }
  function wait(seconds) {
    line.retry = seconds;
    window.clearInterval(line.timer);
    line.timer = window.setInterval(function () {
      line.retry -= 1;
      if (line.retry <= 0) { window.clearInterval(line.timer); flush(); }
      drawLine();
    }, 1000);
    draw();
  }

  function undo() {
    var item = recent.filter(function (one) { return !one.undone; }).pop();
    if (!item || !root.dataset.undo) return;
    var at = Sheet.queue.indexOf(item);
    if (at >= 0 && !(Sheet.sending && at === 0)) {
      drop(item);
      item.undone = true;
      Sheet.go(item.unit);
    } else if (item.paper) {
      var body = new FormData();
      body.append("reason", "录入撤销");
      send(root.dataset.undo.replace("/0/", "/" + item.paper + "/"), body).then(function (answer) {
        units[item.unit].paper = null;
        units[item.unit].choices = {};
        units[item.unit].batch = null;
        Sheet.base = answer.counts;
        item.undone = true;
        Sheet.go(item.unit);
      }, function (trouble) {
        item.why = trouble.problems ? trouble.problems.map(function (one) { return one.message; }).join("；") : "线路断开，恢复后再撤销。";
        refuse(item);
      });
    }
  }

  /* A paper that was not taken is shown again, with the reason. */
  function reopen(item) {
    if (!units[item.unit]) { window.location.href = root.dataset.url + "?unit=" + item.unit; return; }
    Sheet.go(item.unit, { keepWords: true });
    refuse(item);
  }
  function refuse(item) {
    var box = $("refusal");
    box.textContent = "";
    var note = make("div", "note note-error");
    note.setAttribute("role", "alert");
    note.appendChild(icon("exclamation-octagon-fill"));
    var words = make("div");
    words.appendChild(make("b", "", item.words + " 没有收下"));
    words.appendChild(make("div", "", item.why));
    note.appendChild(words);
    box.appendChild(note);
    if ($("expected-more")) $("expected-more").open = /received_at|signed_on|channel|witness/.test(item.fields || "");
  }

  Sheet.flush = flush;
  Sheet.undo = undo;
  Sheet.reopen = reopen;
})();
