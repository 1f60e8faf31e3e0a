/* Lists: how many rows are ticked, ticking a span with Shift, walking rows with the arrows; bulk edit. */
(function () {
  "use strict";
  var last = null;

  function boxes(name) {
    return Array.prototype.slice.call(document.querySelectorAll("input[type=checkbox][name='" + name + "']"));
  }
  function tell() {
    document.querySelectorAll("[data-picked]").forEach(function (button) {
      var number = boxes(button.dataset.picked).filter(function (box) { return box.checked; }).length;
      button.disabled = !number;
      button.querySelector("[data-picked-count]").textContent = number ? " " + number + " 行" : "（先勾选）";
    });
  }
  function row(box, step) {
    var all = boxes(box.name);
    return all[all.indexOf(box) + step];
  }
  document.addEventListener("click", function (event) {
    var box = event.target;
    if (box.type !== "checkbox" || box.name !== "pick") return;
    if (event.shiftKey && last && last !== box) {
      var all = boxes("pick");
      var ends = [all.indexOf(last), all.indexOf(box)].sort(function (a, b) { return a - b; });
      all.slice(ends[0], ends[1] + 1).forEach(function (one) { one.checked = box.checked; });
    }
    last = box;
  });
  document.addEventListener("change", tell);
  document.addEventListener("keydown", function (event) {
    var box = event.target;
    if (box.name !== "pick" || event.ctrlKey || event.metaKey || event.altKey) return;
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    var next = step && row(box, step);
    if (!step) return;
    event.preventDefault();
    if (!next) return;
    if (event.shiftKey) next.checked = box.checked;
    next.focus();
    tell();
  });
  /* What is typed is meant: the field turns from "keep" to "set". */
  document.addEventListener("input", function (event) {
    var line = event.target.closest(".bulk-value") && event.target.closest(".bulk-line");
    var way = line && line.querySelector("input[type=radio][value=set]");
    if (way && event.target.value) way.checked = true;
  });
  window.addEventListener("pageshow", tell);
  tell();
})();
