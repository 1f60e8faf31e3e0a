/* Forms with data-keep="key": what is typed survives a closed tab; leaving half-way asks first. */
(function () {
  "use strict";
  var PREFIX = "keep:";
  var SENT = "keep-sent";
  var forms = Array.prototype.slice.call(document.querySelectorAll("form[data-keep]"));

  function read(key) {
    try { return JSON.parse(window.localStorage.getItem(PREFIX + key)); } catch (error) { return null; }
  }
  function write(key, value) {
    try { window.localStorage.setItem(PREFIX + key, JSON.stringify(value)); } catch (error) { /* full or refused */ }
  }
  function drop(key) {
    try { window.localStorage.removeItem(PREFIX + key); } catch (error) { /* refused */ }
  }
  function kept(field) {
    return field.name && !/^(password|file|hidden|submit|button)$/.test(field.type) && !field.hasAttribute("data-no-keep");
  }
  function values(form) {
    var rows = [];
    Array.prototype.forEach.call(form.elements, function (field) {
      if (!kept(field)) return;
      if (field.type === "checkbox" || field.type === "radio") rows.push([field.name, field.value, field.checked]);
      else rows.push([field.name, field.value]);
    });
    return rows;
  }
  function restore(form, rows) {
    var changed = false;
    rows.forEach(function (row) {
      Array.prototype.forEach.call(form.elements, function (field) {
        if (!kept(field) || field.name !== row[0]) return;
        if (row.length === 3) {
          if (field.value === row[1] && field.checked !== row[2]) { field.checked = row[2]; changed = true; }
        } else if (field.value !== row[1]) { field.value = row[1]; changed = true; }
      });
    });
    return changed;
  }
  function tell(form, key) {
    var note = document.createElement("div");
    note.className = "note kept";
    note.setAttribute("role", "status");
    var words = document.createElement("div");
    words.textContent = "已恢复上次没有提交的内容。";
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-text btn-small";
    button.textContent = "不要了，重新填";
    button.addEventListener("click", function () {
      drop(key);
      form.reset();
      note.remove();
    });
    words.appendChild(button);
    note.appendChild(words);
    form.insertBefore(note, form.firstChild);
  }

  var sent = null;
  try {
    sent = window.sessionStorage.getItem(SENT);
    window.sessionStorage.removeItem(SENT);
  } catch (error) { sent = null; }
  /* A form that came back refused shows what the server kept; its draft is not put over it. */
  function refused(form) {
    var note = document.querySelector("[data-refused]");
    return form.querySelector("[data-refused]") || (forms.length === 1 && note && !note.closest("form"));
  }
  if (sent && !forms.some(function (form) { return form.dataset.keep === sent && refused(form); })) drop(sent);

  forms.forEach(function (form) {
    var key = form.dataset.keep;
    var first = JSON.stringify(values(form));
    var rows = read(key);
    var leaving = false;
    if (rows && !refused(form) && restore(form, rows)) tell(form, key);

    form.addEventListener("input", function () { write(key, values(form)); });
    form.addEventListener("change", function () { write(key, values(form)); });
    form.addEventListener("submit", function () {
      leaving = true;
      try { window.sessionStorage.setItem(SENT, key); } catch (error) { /* refused */ }
    });
    window.addEventListener("pageshow", function () { leaving = false; });
    window.addEventListener("beforeunload", function (event) {
      if (!leaving && JSON.stringify(values(form)) !== first) {
        event.preventDefault();
        event.returnValue = "";
      }
    });
  });

  /* Signing out on a shared machine leaves nothing behind but papers that have not been sent: of
     those the person is told before. */
  function unsent() {
    try {
      return Object.keys(window.localStorage).filter(function (key) { return /^(sheet|doors):/.test(key); }).length;
    } catch (error) { return 0; }
  }
  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-forget")) return;
    var left = unsent();
    if (left && !window.confirm("这台电脑上还有 " + left + " 份没有上传的记录。退出后留在本机，须用原来的账号登录再传；公用电脑请先传完。现在退出吗？")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    try {
      Object.keys(window.localStorage).forEach(function (key) {
        if (key.indexOf(PREFIX) === 0) window.localStorage.removeItem(key);
      });
    } catch (error) { /* refused */ }
  }, true); /* before anything takes the form for sent */
})();
