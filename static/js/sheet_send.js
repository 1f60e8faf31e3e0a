/* Sending: one after another; what the server does not take comes back with its reason. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  if (!Sheet) return;
  var root = Sheet.root, data = Sheet.data, form = Sheet.form, units = Sheet.units, recent = Sheet.recent, line = Sheet.line;
  var $ = Sheet.$, make = Sheet.make, icon = Sheet.icon, clock = Sheet.clock;
  var FIELDS = ["channel", "received_at", "signed_on", "proxy", "witness", "signers"];
  var keep = Sheet.keep, drop = Sheet.drop, draw = Sheet.draw, drawLine = Sheet.drawLine;

  function flush() {
    if (Sheet.sending) return;
    var item = Sheet.queue.filter(function (one) { return one.state !== "refused"; })
      .sort(function (a, b) { return (a.tries || 0) - (b.tries || 0); })[0];
    if (!item) { online(); draw(); return; }
    Sheet.sending = item;
    var body = new FormData();
    body.append("unit", item.unit);
    body.append("client_id", item.client_id);
    body.append("typist", data.user);
    body.append("batch", item.batch || "");
    FIELDS.forEach(function (name) { body.append(name, item[name] || ""); });
    Object.keys(item.answers).forEach(function (matter) {
      body.append("answer_" + matter, item.answers[matter]);
      body.append("reason_" + matter, item.reasons[matter] || "");
    });
    send(root.dataset.url, body).then(function (answer) {
      Sheet.sending = null;
      taken(item, answer);
      flush();
    }, function (trouble) {
      Sheet.sending = null;
      if (trouble.problems) { turned(item, trouble.problems); flush(); } else if (trouble.login) { line.state = "login"; draw(); wait(15); } else { item.tries = (item.tries || 0) + 1; offline(); } /* another goes first next time */
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
      if (response.status === 401 || !json && (response.redirected || response.status === 403 || response.status === 404)) throw { login: true };
      if (!json || response.status >= 500) throw new Error("status " + response.status);
      return response.json().then(function (answer) {
        if (!response.ok) throw { problems: answer.problems || [] };
        return answer;
      });
    });
  }
  function taken(item, answer) {
    item.paper = answer.paper;
    item.state = "taken";
    keep(item); /* other windows hear of it and mark the row */
    drop(item);
    Sheet.base = answer.counts;
    mark(item);
    online();
    draw();
    if (item.back) undo(item);
  }
  function mark(item) {
    var unit = units[item.unit];
    if (!unit) return;
    unit.paper = item.paper;
    unit.choices = item.answers;
    unit.batch = item.batch;
  }
  function turned(item, problems) {
    if (item.back) { drop(item); item.undone = true; online(); Sheet.go(item.unit); return; }
    item.state = "refused";
    item.why = problems.map(function (one) { return one.message + (one.remedy ? "。" + one.remedy : ""); });
    item.fields = problems.map(function (one) { return one.field; }).join(" ");
    item.there = problems.some(function (one) { return one.code === "already_recorded"; });
    keep(item);
    online();
    reopen(item, "held");
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

  function undo(wanted) {
    var item = wanted || recent.filter(function (one) { return !one.undone && !one.back; }).pop();
    if (!item || !root.dataset.undo) return;
    if (item.paper) takeBack(item);
    else if (Sheet.sending === item) item.back = true; /* it has left already: taken back when it is in */
    else if (Sheet.queue.indexOf(item) >= 0) {
      drop(item);
      item.undone = true;
      Sheet.go(item.unit);
    }
  }
  function takeBack(item) {
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
      item.back = false;
      item.why = trouble.problems ? trouble.problems.map(function (one) { return one.message; }) : ["线路断开，恢复后再撤销。"];
      refuse(item);
    });
  }

  /* A paper that was not taken is shown again as it was typed, with the reason. Where the answer
     came by itself the sheet is held: the next key was meant for another paper. */
  function reopen(item, held) {
    if (!units[item.unit]) {
      if (held) draw();
      else window.location.href = root.dataset.url + "?unit=" + item.unit;
      return;
    }
    Sheet.go(item.unit);
    if (!held) return;
    Sheet.held = item;
    asTyped(item);
  }
  function asTyped(item) {
    FIELDS.forEach(function (name) { if (form.elements[name]) form.elements[name].value = item[name] || ""; });
    var said = data.matters.map(function (matter) { return Sheet.words[item.answers[matter.key]]; }).join("、");
    var words = refuse(item);
    words.appendChild(make("div", "", "刚才录的是“" + said + "”，其余各栏照原样留着；改正后再按一次意见键。"));
    if (item.there) {
      var link = make("a", "", "看已录的那一份");
      link.href = root.dataset.url + "?unit=" + item.unit;
      words.appendChild(link);
    }
    if (!Sheet.held) return;
    var button = make("button", "btn btn-plain btn-small");
    button.type = "button";
    button.appendChild(make("kbd", "", "Enter"));
    button.appendChild(document.createTextNode("看过了"));
    button.addEventListener("click", release);
    words.appendChild(button);
    $("refusal").scrollIntoView({ block: "center" });
  }
  function release() {
    var item = Sheet.held;
    Sheet.held = null;
    if (item) asTyped(item);
  }
  function refuse(item) {
    var box = $("refusal");
    box.textContent = "";
    var note = make("div", "note note-error");
    note.setAttribute("role", "alert");
    note.appendChild(icon("exclamation-octagon-fill"));
    var words = make("div");
    words.appendChild(make("b", "", item.words + " 没有收下"));
    item.why.forEach(function (why) { words.appendChild(make("div", "", why)); });
    note.appendChild(words);
    box.appendChild(note);
    if ($("expected-more")) $("expected-more").open = /received_at|signed_on|channel|witness|proxy|signers/.test(item.fields || "");
    return words;
  }

  Sheet.flush = flush;
  Sheet.mark = mark;
  Sheet.undo = undo;
  Sheet.reopen = reopen;
  Sheet.asTyped = asTyped;
  Sheet.release = release;
})();
