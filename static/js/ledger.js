/* The cashier's desk: a room typed fills in who it is and what is missing; Enter goes on. */
(function () {
  "use strict";
  var room = document.querySelector("[data-room]");
  if (!room) return;
  var form = room.form;
  var told = form.querySelector("[data-told]");
  var amount = form.elements.amount;
  var voucher = form.elements.voucher;
  var asked = "";

  function tell(state, words) {
    told.dataset.state = state;
    told.textContent = words;
  }
  function yuan(text) {
    return Number(text).toLocaleString("zh-CN", { minimumFractionDigits: 2 }) + " 元";
  }
  function find(then) {
    var text = room.value.trim();
    if (!text || text === asked) { if (then) then(); return; }
    asked = text;
    window.fetch(form.dataset.find + "?room=" + encodeURIComponent(text), { headers: { Accept: "application/json" } })
      .then(function (answer) { return answer.json(); })
      .then(function (found) {
        if (room.value.trim() !== text) return;
        if (found.message) { asked = ""; tell("refused", found.message); return; }
        tell("found", found.label + "　应缴 " + yuan(found.owed) + "，已缴 " + yuan(found.paid) + "，未缴 " + yuan(found.missing));
        amount.value = found.missing;
        if (then) then();
      })
      .catch(function () { asked = ""; tell("refused", "没有连上服务器，可以直接填金额后提交。"); });
  }

  room.addEventListener("change", function () { find(); });
  room.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    find(function () { amount.focus(); amount.select(); });
  });
  amount.addEventListener("keydown", function (event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    voucher.focus();
  });
  if (window.matchMedia("(min-width: 768px)").matches) (room.value ? voucher : room).focus();
  if (room.value && !amount.value) find(function () { voucher.focus(); });
})();
