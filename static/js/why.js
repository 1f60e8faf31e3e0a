/* 依据 opens in a drawer beside the figure, which is ringed; without scripts the link opens a page. */
(function () {
  "use strict";
  var drawer = document.getElementById("drawer");
  var body = document.getElementById("drawer-body");
  var from = null;
  var ringed = null;
  if (!drawer || !body || !window.htmx) return;

  function figureOf(link) {
    return (link.dataset.ring && document.getElementById(link.dataset.ring))
      || link.closest(".figure, .gauge, .missing > li, .next-facts > div, tr, .panel-head, .note");
  }
  function open(link) {
    from = link;
    if (ringed) ringed.classList.remove("ringed");
    ringed = figureOf(link);
    if (ringed) ringed.classList.add("ringed");
    body.innerHTML = "";
    var wait = document.createElement("p");
    wait.className = "drawer-wait";
    wait.setAttribute("role", "status");
    wait.textContent = "正在取依据…";
    body.appendChild(wait);
    drawer.hidden = false;
    body.focus();
  }
  function close() {
    if (drawer.hidden) return;
    drawer.hidden = true;
    body.innerHTML = "";
    if (ringed) ringed.classList.remove("ringed");
    ringed = null;
    if (from) from.focus();
    from = null;
  }
  function fail(link) {
    body.innerHTML = "";
    var note = document.createElement("div");
    note.className = "drawer-wait";
    note.setAttribute("role", "alert");
    var words = document.createElement("p");
    words.textContent = "没有取到依据，可能线路断了。";
    var again = document.createElement("a");
    again.href = link ? link.href : location.href;
    again.textContent = "在单独的页面打开";
    note.appendChild(words);
    note.appendChild(again);
    body.appendChild(note);
    again.focus();
  }

  document.body.addEventListener("htmx:beforeRequest", function (event) {
    var link = event.detail.elt.closest(".why");
    if (link) open(link);
  });
  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target === body) {
      body.focus();
      body.scrollTop = 0;
    }
  });
  ["htmx:responseError", "htmx:sendError", "htmx:timeout"].forEach(function (name) {
    document.body.addEventListener(name, function (event) {
      if (event.detail.target === body) fail(from);
    });
  });
  drawer.addEventListener("click", function (event) {
    if (event.target.closest("[data-drawer-close]")) close();
  });
  document.addEventListener("keydown", function (event) {
    if (drawer.hidden) return;
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    } else if (event.key === "Tab") {
      var stops = body.querySelectorAll("a[href], button:not([disabled]), input, select, textarea, summary");
      if (!stops.length) return;
      var first = stops[0];
      var last = stops[stops.length - 1];
      if (event.shiftKey && (document.activeElement === first || document.activeElement === body)) {
        event.preventDefault();
        last.focus();
      } else if (!event.shiftKey && document.activeElement === last) {
        event.preventDefault();
        first.focus();
      }
    }
  });
  window.addEventListener("pagehide", close);
})();
