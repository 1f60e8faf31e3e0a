/* The sheet of an import: arrows walk the cells, Enter or typing opens one, Enter keeps it. */
(function () {
  "use strict";
  function cells() { return Array.prototype.slice.call(document.querySelectorAll("#sheet td[id]")); }
  var held = null;
  function grid() { return document.querySelector("#sheet table[data-sheet]"); }

  function prepare(focusOn) {
    var all = cells();
    all.forEach(function (cell, index) { cell.tabIndex = index === 0 ? 0 : -1; });
    var wanted = focusOn && document.getElementById(focusOn);
    if (wanted && wanted.matches("#sheet td[id]")) stand(wanted);
  }
  function stand(cell) {
    cells().forEach(function (other) { other.tabIndex = -1; });
    cell.tabIndex = 0;
    cell.focus();
  }
  function raw(cell) {
    if (cell.hasAttribute("data-raw")) return cell.getAttribute("data-raw");
    var now = cell.querySelector("strong");
    return (now || cell).textContent.trim();
  }
  function beside(cell, right, down) {
    var row = cell.parentNode;
    if (right) {
      var next = right > 0 ? cell.nextElementSibling : cell.previousElementSibling;
      return next && next.id ? next : cell;
    }
    var step = down > 0 ? "nextElementSibling" : "previousElementSibling";
    for (row = row[step]; row && row.classList.contains("told"); row = row[step]) { /* not a row of the sheet */ }
    return row && row.children[cell.cellIndex] && row.children[cell.cellIndex].id ? row.children[cell.cellIndex] : cell;
  }

  function open(cell, first) {
    if (cell.classList.contains("typing") || cell.classList.contains("sending")) return;
    var before = raw(cell);
    var shown = cell.innerHTML;
    var box = document.createElement("input");
    var over = false;
    box.type = "text";
    box.maxLength = 500;
    box.value = first === undefined ? before : first;
    box.setAttribute("aria-label", cell.id + " 改为");
    cell.classList.add("typing");
    cell.textContent = "";
    cell.appendChild(box);
    box.focus();
    if (first === undefined) box.select();
    held = { cell: cell.id, text: function () { over = true; return box.value; } };

    function end(keep) {
      if (over) return;
      over = true;
      held = null;
      var text = box.value;
      cell.classList.remove("typing");
      cell.innerHTML = shown;
      if (keep && text.trim() !== before.trim()) {
        cell.classList.add("sending");
        cell.textContent = text;
        window.intakeSend(grid().dataset.sheet, cell.id, text);
      } else if (keep !== null) stand(cell);
    }
    box.addEventListener("keydown", function (event) {
      if (event.isComposing) return;
      if (event.key === "Enter") { event.preventDefault(); end(true); }
      if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); end(false); }
      if (event.key === "Tab") { event.preventDefault(); var next = beside(cell, event.shiftKey ? -1 : 1, 0); end(true); stand(next); }
    });
    box.addEventListener("blur", function () { if (box.value.trim() !== before.trim()) end(true); else end(null); });
  }

  document.addEventListener("click", function (event) {
    var cell = event.target.closest("#sheet td[id]");
    if (cell && !event.target.closest("input")) open(cell);
  });
  document.addEventListener("keydown", function (event) {
    var cell = event.target;
    if (!cell.matches || !cell.matches("#sheet td[id]") || event.ctrlKey || event.metaKey || event.altKey) return;
    var moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (moves[event.key]) {
      event.preventDefault();
      stand(beside(cell, moves[event.key][0], moves[event.key][1]));
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      open(cell);
    } else if (event.key === "Delete") {
      event.preventDefault();
      open(cell, "");
    } else if (event.key.length === 1 && !event.isComposing) {
      event.preventDefault();
      open(cell, event.key);
    }
  });
  /* The page under an open cell is replaced: what is being typed goes on in the new one. */
  window.intakeHold = function () {
    var now = held && { cell: held.cell, text: held.text() };
    held = null;
    return now;
  };
  window.intakeGoOn = function (now) {
    var cell = document.getElementById(now.cell);
    if (cell) open(cell, now.text);
  };
  window.intakePrepare = prepare;
  prepare("");
})();
