/* At the door with a weak signal: what is tapped is kept in this browser and sent once. */
(function () {
  "use strict";
  var root = document.getElementById("doors");
  var note = document.getElementById("doors-line");
  if (!root || !note || !window.fetch) return;
  var STORE = "doors:" + root.dataset.store + ":", typist = root.dataset.store.split(":")[1];
  var queue = load();
  var sending = false, pause = 2, timer = null;
  var tapped = {};  /* forms that wait for their answer, by number: a refused one is tapped again */

  /* Each under a key of its own, so that two windows never overwrite what the other has kept. */
  function load() {
    var found = [];
    try {
      for (var i = 0; i < window.localStorage.length; i += 1) {
        var key = window.localStorage.key(i);
        if (key.indexOf(STORE) === 0) found.push(JSON.parse(window.localStorage.getItem(key)));
      }
    } catch (error) { return found; }
    return found.sort(function (a, b) { return a.at - b.at; });
  }
  function keep(item) {
    try { window.localStorage.setItem(STORE + item.id, JSON.stringify(item)); } catch (error) { return; /* full: it lives as long as the page */ }
  }
  function drop(item) {
    queue = queue.filter(function (one) { return one !== item; });
    try { window.localStorage.removeItem(STORE + item.id); } catch (error) { return; }
  }
  function newId() {
    var bytes = new Uint8Array(12);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (b) { return ("0" + b.toString(16)).slice(-2); }).join("");
  }
  function doorOf(item) { return document.querySelector('[data-door="' + item.door + '"]'); }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches(".door-answers, .door-visit") || !event.submitter) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var item = { id: newId(), at: Date.now(), url: form.getAttribute("action"), door: form.closest("[data-door]").dataset.door, fields: [] };
    Array.prototype.forEach.call(form.elements, function (field) {
      if (field.type === "hidden" && field.name !== "csrfmiddlewaretoken") item.fields.push([field.name, field.value]);
    });
    item.fields.push([event.submitter.name, event.submitter.value]);
    item.answer = form.matches(".door-answers");
    item.words = form.dataset.words || event.submitter.textContent;
    if (item.answer) {
      item.fields.push(["client_id", item.id]);
      form.hidden = true;
      tapped[item.id] = form;
    }
    queue.push(item);
    keep(item);
    show(item, "待上传");
    goOn(item);
    flush();
  }, true);

  /* The next door opens when every paper behind this one is there, or nobody was at home. */
  function goOn(item) {
    var door = doorOf(item);
    if (!door || item.answer && door.querySelector(".door-answers:not([hidden])")) return;
    var details = door.querySelector("details");
    details.open = false;
    if (item.answer) door.classList.add("door-done");
    var next = door;
    do { next = next.nextElementSibling; } while (next && (!next.matches(".door") || next.classList.contains("door-done")));
    if (next) next.querySelector("details").open = true;
  }
  function show(item, state) {
    var door = doorOf(item);
    if (door) door.querySelector(".door-state").textContent = item.words + "，" + state;
  }
  function tell(words) {
    note.hidden = !words;
    note.textContent = words || "";
  }
  function askLogin() {
    tell("登录已过期或换了人，" + queue.length + " 份存在本机，不会丢；在新窗口用本人账号登录后回到这里会自动上传。");
    var link = document.createElement("a");
    link.href = root.dataset.login;
    link.target = "_blank";
    link.textContent = "去登录";
    note.append(" ", link);
  }
  /* Another window may have logged in again: its cookie goes before what this page was drawn with. */
  function ticket() {
    var found = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    return found ? found[1] : document.querySelector("[name=csrfmiddlewaretoken]").value;
  }
  /* A call that was written down leads back to this page; any other page is not an answer. */
  function came(item, response) {
    return !item.answer && response.ok && response.redirected &&
      new URL(response.url).pathname === window.location.pathname;
  }
  function flush() {
    if (sending) return;
    var item = queue[0];
    if (!item) { tell(""); return; }
    sending = true;
    var token = ticket();
    var body = new FormData();
    item.fields.forEach(function (pair) { body.append(pair[0], pair[1]); });
    body.append("typist", typist);
    body.append("csrfmiddlewaretoken", token);
    var headers = { Accept: "application/json", "X-CSRFToken": token };
    window.fetch(item.url, { method: "POST", body: body, credentials: "same-origin", headers: headers }).then(function (response) {
      if (response.status === 401) throw new Error("login");
      if (/json/.test(response.headers.get("Content-Type") || "")) {
        if (response.status >= 500) throw new Error("status");
        return response.json().then(function (answer) { return response.ok ? null : answer.problems || []; });
      }
      if (came(item, response)) return null;
      throw new Error(response.redirected || response.status === 403 ? "login" : "status");
    }).then(function (problems) {
      sending = false;
      pause = 2;
      drop(item);
      if (problems) turned(item, problems); else show(item, "已上传");
      flush();
    }, function (error) {
      sending = false;
      if (error.message === "login") askLogin();
      else tell("信号弱，" + queue.length + " 份存在本机，恢复后自动上传。");
      pause = Math.min(pause * 2, 60);
      window.clearTimeout(timer);
      timer = window.setTimeout(flush, pause * 1000);
    });
  }
  function turned(item, problems) {
    var door = doorOf(item);
    if (!door) return;
    door.classList.remove("door-done");
    show(item, "没有收下");
    if (tapped[item.id]) tapped[item.id].hidden = false;
    var words = document.createElement("p");
    words.className = "door-problem";
    words.setAttribute("role", "alert");
    words.textContent = problems.map(function (one) { return one.message + (one.remedy ? "。" + one.remedy : ""); }).join("；");
    door.querySelector(".door-acts").prepend(words);
    door.querySelector("details").open = true;
  }

  window.addEventListener("online", function () { window.clearTimeout(timer); flush(); });
  queue.forEach(function (item) {
    show(item, "待上传");
    var door = doorOf(item);
    if (door && item.answer) door.classList.add("door-done");
  });
  flush();
})();
