/* A line that unfolds to boxes says which are ticked. */
(function () {
  "use strict";
  document.addEventListener("change", function (event) {
    var pick = event.target.closest("[data-pick]");
    if (!pick) return;
    var ticked = Array.prototype.map.call(pick.querySelectorAll("input:checked"), function (box) {
      return box.parentNode.textContent.trim();
    });
    pick.querySelector("summary span").textContent = ticked.join("、") || "（未选）";
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.pick[open]").forEach(function (pick) {
      if (!pick.contains(event.target)) pick.open = false;
    });
  });
})();
