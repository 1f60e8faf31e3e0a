/* Menu button, "/" to search, one click once, menus that close, filters that apply themselves. */
(function () {
  "use strict";
  var side = document.getElementById("side");
  var button = document.querySelector("[data-menu]");

  function toggle(open) {
    side.classList.toggle("open", open);
    button.setAttribute("aria-expanded", open ? "true" : "false");
  }
  if (side && button) {
    button.setAttribute("role", "button");
    button.setAttribute("aria-expanded", "false");
    button.addEventListener("click", function (event) {
      event.preventDefault();
      toggle(!side.classList.contains("open"));
    });
    side.addEventListener("click", function (event) {
      if (event.target.closest("[data-menu-close]")) {
        event.preventDefault();
        toggle(false);
        button.focus();
      }
    });
  }

  function typing(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }
  document.addEventListener("keydown", function (event) {
    var box = document.querySelector("[data-slash]");
    if (event.key === "/" && box && !event.ctrlKey && !event.metaKey && !event.altKey
        && !event.isComposing && !event.defaultPrevented && !typing(event.target)) {
      event.preventDefault();
      box.focus();
      box.select();
    }
    if (event.key === "Escape") closeMenus(null);
  });

  function closeMenus(except) {
    document.querySelectorAll("details.menu[open], details.confirm[open]").forEach(function (box) {
      if (box !== except && !(except && box.contains(except))) {
        var held = box.contains(document.activeElement);
        box.open = false;
        if (held && !except) box.querySelector("summary").focus();
      }
    });
  }
  document.addEventListener("click", function (event) {
    var closer = event.target.closest("[data-close-details]");
    if (closer) {
      closer.closest("details").open = false;
      return;
    }
    closeMenus(event.target.closest("details.menu, details.confirm"));
  });

  /* A double click does it once; the key of the request makes sure on the other side. */
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (event.defaultPrevented || (form.method || "get").toLowerCase() !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    var pressed = event.submitter || form.querySelector("[type=submit]");
    if (pressed) pressed.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      delete form.dataset.sent;
      form.querySelectorAll("[aria-busy]").forEach(function (pressed) { pressed.removeAttribute("aria-busy"); });
    });
  });

  document.querySelectorAll("form[data-auto]").forEach(function (form) {
    form.querySelectorAll("[data-auto-hide]").forEach(function (item) { item.hidden = true; });
    form.addEventListener("change", function (event) {
      if (event.target.tagName === "SELECT") form.submit();
    });
    form.addEventListener("submit", function () {
      form.querySelectorAll("select, input[type=search]").forEach(function (item) {
        if (!item.value) item.disabled = true;
      });
    });
  });

  document.addEventListener("click", function (event) {
    var link = event.target.closest("[data-copy]");
    if (!link || !navigator.clipboard) return;
    event.preventDefault();
    var words = link.querySelector("span") || link;
    var before = words.textContent;
    navigator.clipboard.writeText(new URL(link.dataset.copy, location.href).href).then(function () {
      words.textContent = "已复制";
      window.setTimeout(function () { words.textContent = before; }, 2000);
    }, function () { location.href = link.href; });
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-print]")) window.print();
  });

  var refused = document.querySelector("[data-refused]");
  if (refused && !refused.closest("[data-still]")) refused.focus();

  document.addEventListener("change", function (event) {
    var all = event.target.closest("[data-check-all]");
    if (all) {
      document.querySelectorAll("[name='" + all.dataset.checkAll + "']").forEach(function (box) { box.checked = all.checked; });
    }
    if (event.target.type === "radio" && event.target.closest(".choice")) {
      document.querySelectorAll(".choice input[name='" + event.target.name + "']").forEach(function (box) {
        box.closest(".choice").classList.toggle("choice-picked", box.checked);
      });
    }
  });
})();
