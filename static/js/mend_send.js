/* What is typed into an import goes to the server at once; the page comes back checked, in its place.
   What cannot be sent stays on this machine and is tried again. */
(function () {
  "use strict";
  var place = document.getElementById("import");
  if (!place) return;
  var KEY = "keep:mend:" + place.dataset.upload;

  function kept() {
    try { return JSON.parse(window.localStorage.getItem(KEY)) || {}; } catch (error) { return {}; }
  }
  function keep(all) {
    try {
      if (Object.keys(all).length) window.localStorage.setItem(KEY, JSON.stringify(all));
      else window.localStorage.removeItem(KEY);
    } catch (error) { /* full or refused */ }
  }
  function note(id, text) {
    var all = kept();
    if (text === null) delete all[id]; else all[id] = text;
    keep(all);
  }
  /* A form that was just sent is not typed into any more. */
  function sent(form) {
    Array.prototype.forEach.call(form.elements, function (field) { field.defaultValue = field.value; });
  }
  function tell(words, tone) {
    var old = document.getElementById("mend-note");
    if (old) old.remove();
    if (!words) return;
    var box = document.createElement("div");
    box.id = "mend-note";
    box.className = "note mend-note " + (tone || "");
    box.setAttribute("role", "status");
    var text = document.createElement("div");
    text.textContent = words;
    box.appendChild(text);
    place.parentNode.insertBefore(box, place);
  }
  function fields() {
    return Array.prototype.slice.call(place.querySelectorAll("form input[type=text]"));
  }
  function mark_of(field) {
    return ["cell", "mark", "code"].map(function (name) {
      var other = field.form.elements[name];
      return other ? other.value : "";
    }).concat([field.form.getAttribute("action"), field.name]).join("|");
  }
  function typed() {
    return fields().filter(function (field) { return field.value !== field.defaultValue; })
      .map(function (field) { return [mark_of(field), field.value]; });
  }
  function show(html, focusOn) {
    var fresh = new DOMParser().parseFromString(html, "text/html");
    var body = fresh.getElementById("import");
    if (!body) { window.location.reload(); return; }
    var typing = window.intakeHold();
    var words = typed();
    place.innerHTML = body.innerHTML;
    words.forEach(function (one) {
      var field = fields().filter(function (other) { return mark_of(other) === one[0]; })[0];
      if (field) field.value = one[1];
    });
    var sum = document.getElementById("import-sum");
    var newSum = fresh.getElementById("import-sum");
    if (sum && newSum) sum.innerHTML = newSum.innerHTML;
    var said = fresh.querySelector(".messages");
    tell(said ? said.textContent.trim() : "", said ? "note-warning" : "");
    window.intakePrepare(typing ? "" : focusOn);
    if (typing) window.intakeGoOn(typing);
  }
  function post(url, fields, focusOn) {
    return fetch(url, { method: "POST", body: fields, credentials: "same-origin", redirect: "follow" })
      .then(function (answer) {
        if (answer.status >= 500) throw new Error("server");
        return answer.text().then(function (html) { show(html, focusOn); });
      });
  }

  var queue = Promise.resolve();
  window.intakeSend = function (sheet, cell, text) {
    var id = sheet + "!" + cell;
    var fields = new FormData();
    fields.append("csrfmiddlewaretoken", place.querySelector("[name=csrfmiddlewaretoken]").value);
    fields.append("sheet", sheet);
    fields.append("cell", cell);
    fields.append("text", text);
    fields.append("next", window.location.pathname + window.location.search);
    note(id, text);
    tell("正在重新核对……");
    queue = queue.then(function () {
      return post(place.dataset.mend, fields, cell).then(function () { note(id, null); mark(); }, function () {
        mark();
        tell("没有送出：" + cell + " 改为“" + text + "”，已留在本机，联网后自动再送。", "note-warning");
      });
    });
  };
  function mark() {
    var table = document.querySelector("#sheet table[data-sheet]");
    Object.keys(kept()).forEach(function (id) {
      var cell = table && id.indexOf(table.dataset.sheet + "!") === 0 && document.getElementById(id.slice(table.dataset.sheet.length + 1));
      if (!cell) return;
      cell.classList.remove("sending");
      cell.classList.add("unsent");
      cell.textContent = kept()[id];
    });
  }
  function again() {
    var all = kept();
    Object.keys(all).forEach(function (id) {
      var cut = id.lastIndexOf("!");
      window.intakeSend(id.slice(0, cut), id.slice(cut + 1), all[id]);
    });
  }
  window.addEventListener("online", again);
  if (Object.keys(kept()).length) again();

  /* Forms beside problems answer in place; without a line they go the usual way. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-live") || !form.closest("#import")) return;
    event.preventDefault();
    var cell = form.elements.cell ? form.elements.cell.value : "";
    sent(form);
    if (form.classList.contains("mend-form")) {
      window.intakeSend(form.elements.sheet.value, cell, form.elements.text.value);
      return;
    }
    var body = new FormData(form);
    queue = queue.then(function () {
      return post(form.getAttribute("action"), body, cell).catch(function () { delete form.dataset.sent; form.submit(); });
    });
  }, true);
})();
