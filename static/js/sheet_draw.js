/* Drawing: the stairs, the batch, the line and the paper that is next. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  if (!Sheet) return;
  var root = Sheet.root, data = Sheet.data, form = Sheet.form, units = Sheet.units;
  var WORDS = Sheet.words, line = Sheet.line, recent = Sheet.recent;
  var MARKS = { agree: "同", against: "反", abstain: "弃", invalid: "无" };
  var $ = Sheet.$, all = Sheet.all, make = Sheet.make, icon = Sheet.icon;
  var pendingOf = Sheet.pendingOf, refusedOf = Sheet.refusedOf, answered = Sheet.answered, choicesOf = Sheet.choicesOf;
  var drop = Sheet.drop, nextMatter = Sheet.nextMatter, cents = Sheet.cents, show = Sheet.show;

  function draw() {
    Sheet.order.forEach(drawRow);
    data.matters.forEach(function (matter) {
      var sums = Sheet.figures(matter.key);
      matter.tests.forEach(function (test, index) { Sheet.gauge(matter.key, test, index, sums); });
    });
    drawStairs();
    drawBatch();
    drawLine();
    drawRecent();
  }
  function drawRow(id) {
    var row = $("unit-" + id);
    if (!row) return;
    var waiting = pendingOf(id), refused = refusedOf(id), said = choicesOf(id);
    row.classList.toggle("stair-row-current", id === Sheet.current);
    row.classList.toggle("stair-row-refused", Boolean(refused));
    all("[data-matter]", row).forEach(function (cell, index) {
      var choice = said[cell.dataset.matter] || (id === Sheet.current && Sheet.typed.answers[cell.dataset.matter]) || "";
      cell.textContent = "";
      if (refused && index === 0) cell.appendChild(make("span", "stair-refused", "未收下 "));
      if (waiting && index === 0) {
        var cloud = make("span", "ballot-pending");
        cloud.title = "待上传";
        cloud.appendChild(icon("cloud-arrow-up-fill"));
        cloud.appendChild(make("span", "visually-hidden", "待上传"));
        cell.appendChild(cloud);
      }
      /* Done, and nothing of what it said: read before this page was opened, or to be read blind. */
      var read = !choice && !waiting && units[id].paper;
      var box = make("span", "ballot" + (choice ? " ballot-" + choice : ""), choice ? MARKS[choice] : read ? "✓" : "");
      if (read) box.title = data.mode === "second" ? "第二遍已录" : "已录，意见先不显示";
      cell.appendChild(box);
    });
  }
  function drawStairs() {
    var entrance = Sheet.current ? units[Sheet.current].entrance : null;
    var sums = {};
    data.units.forEach(function (unit) {
      var sum = sums[unit.entrance] = sums[unit.entrance] || { done: 0, area: 0 };
      if (answered(unit.id)) { sum.done += 1; sum.area += cents(unit.area); }
    });
    all("[data-stair-done]").forEach(function (node) { node.textContent = sums[node.dataset.stairDone].done; });
    all("[data-stair-area]").forEach(function (node) { node.textContent = show(sums[node.dataset.stairArea].area, "area"); });
    if (entrance === null) return;
    all("section.stair").forEach(function (node) { node.classList.toggle("stair-current", node.dataset.stair === entrance); });
    all(".sheet-switch a").forEach(function (node) {
      if (node.dataset.stair === entrance) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    });
  }
  function drawBatch() {
    var rows = all("#batch tbody tr");
    if (!data.batch || !rows.length) return;
    var total = 0, handed = 0, area = 0, wrong = 0, first = data.matters[0].key;
    rows.forEach(function (row) {
      var matter = row.dataset.matter, choice = row.dataset.choice, count = 0, sum = 0;
      data.units.forEach(function (unit) {
        var waiting = pendingOf(unit.id);
        var batch = waiting ? waiting.batch : unit.paper && unit.batch;
        if (Number(batch) === data.batch && choicesOf(unit.id)[matter] === choice) { count += 1; sum += cents(unit.area); }
      });
      var hand = ((data.hand[matter] || {})[choice]) || 0;
      row.querySelector("[data-typed]").textContent = count;
      row.querySelector("[data-area]").textContent = show(sum, "area");
      compare(row.querySelector("[data-compare]"), count - hand);
      wrong += count === hand ? 0 : 1;
      if (matter === first) { total += count; handed += hand; area += sum; }
    });
    document.querySelector("[data-total-typed]").textContent = total;
    document.querySelector("[data-total-area]").textContent = show(area, "area");
    compare(document.querySelector("[data-total-compare]"), total - handed);
    var button = $("hand-in-button"), waiting = Sheet.queue.length;
    button.disabled = wrong > 0 || waiting > 0;
    var gap = total < handed ? "还少 " + (handed - total) + " 份" : total > handed ? "多了 " + (total - handed) + " 份" : "分类不符";
    button.textContent = "提交复核" + (wrong ? "（" + gap + "）" : waiting ? "（" + waiting + " 份待上传）" : "");
  }
  function compare(cell, gap) {
    cell.textContent = "";
    var words = make("span", gap ? "said is-amber strong" : "said is-green");
    if (!gap) words.appendChild(icon("check-lg"));
    words.appendChild(document.createTextNode(gap ? (gap < 0 ? "少 " : "多 ") + Math.abs(gap) : "相同"));
    cell.appendChild(words);
  }
  function drawLine() {
    var box = $("offline");
    var waiting = Sheet.queue.filter(function (item) { return item.state !== "refused"; }).length;
    var refused = Sheet.queue.length - waiting;
    box.textContent = "";
    box.className = "offline" + (refused && !waiting ? " offline-refused" : "");
    box.hidden = !refused && (line.state === "online" || !waiting);
    if (box.hidden) return;
    var strong = make("strong");
    if (waiting && line.state === "login") strong.append(icon("person-lock"), " 登录已过期或换了人，" + waiting + " 份待上传");
    else if (waiting && line.state !== "online") strong.append(icon("wifi-off"), " 线路断开，" + waiting + " 份待上传");
    else strong.append(icon("exclamation-octagon-fill"), " " + refused + " 份没有收下");
    box.appendChild(strong);
    if (line.full) box.appendChild(make("div", "is-red strong", "本机存不下了，请不要关掉页面，等恢复上传。"));
    if (waiting && line.state === "login") {
      box.appendChild(make("div", "", "已存在本机，不会丢；在新窗口用" + root.dataset.person + "的账号登录后回到这里，会自动上传。"));
      var link = make("a", "", "去登录");
      link.href = root.dataset.login;
      link.target = "_blank";
      box.appendChild(link);
    } else if (waiting && line.state !== "online") {
      box.appendChild(make("div", "", line.since + " 起断线。已存在本机，关掉页面也不会丢；恢复后自动上传，下次重试 " +
        line.retry + " 秒后。上方各项占比已含这 " + waiting + " 份。"));
    }
    Sheet.queue.filter(function (item) { return item.state === "refused"; }).forEach(function (item) {
      var row = make("div", "");
      row.appendChild(make("b", "", item.words + "："));
      item.why.forEach(function (why) { row.appendChild(make("div", "", why)); });
      var acts = make("div", "actions");
      var again = make("button", "btn btn-plain btn-small", "改正后重录");
      again.type = "button";
      again.addEventListener("click", function () { Sheet.reopen(item); });
      var away = make("button", "btn btn-text btn-small", "不录这张");
      away.type = "button";
      away.addEventListener("click", function () { drop(item); draw(); });
      acts.appendChild(again);
      acts.appendChild(away);
      row.appendChild(acts);
      box.appendChild(row);
    });
  }
  function drawRecent() {
    $("recent").hidden = !recent.length;
    var list = $("recent-list");
    list.textContent = "";
    recent.slice(-6).reverse().forEach(function (item) {
      var row = make("li");
      var said = data.matters.map(function (matter) { return WORDS[item.answers[matter.key]]; }).join("、");
      row.appendChild(make("span", "", units[item.unit].short + " · " + said));
      var waiting = Sheet.queue.indexOf(item) >= 0;
      row.appendChild(make("span", waiting ? "is-amber" : "is-green", item.undone ? "已撤销" : waiting ? (item.state === "refused" ? "没有收下" : "待上传") : "已上传"));
      list.appendChild(row);
    });
  }
  function drawWho() {
    var box = $("expected-who"), keys = $("expected-keys"), unit = Sheet.current && units[Sheet.current];
    box.textContent = "";
    if ($("after-building")) $("after-building").hidden = Boolean(unit);
    if (Sheet.drawScans) Sheet.drawScans();
    if (!unit) { box.appendChild(make("strong", "", "这栋楼已全部录完")); keys.hidden = true; return; }
    keys.hidden = false;
    box.appendChild(make("strong", "", unit.words));
    box.appendChild(make("span", "", unit.label));
    box.appendChild(make("span", "", show(cents(unit.area), "area") + " ㎡"));
    box.appendChild(make("span", "", "票号 " + unit.serial));
    form.elements.unit.value = unit.id;
    var done = answered(unit.id);
    all("button[data-choice], .expected-matter", keys).forEach(function (node) { node.hidden = done; });
    var old = $("already-box");
    if (old) old.remove();
    all("#already, #correct-link", keys).forEach(function (node) { node.remove(); });
    if (done) {
      var note = make("span", "actions");
      note.id = "already-box";
      var said = choicesOf(unit.id);
      var words = data.matters.map(function (m) { return WORDS[said[m.key]] || ""; }).filter(Boolean).join("、");
      note.appendChild(make("span", "soft", (data.mode === "second" ? "第二遍已录" : "已录") + (words && "：" + words)));
      if (unit.paper && root.dataset.correct) {
        var link = make("a", "btn btn-plain", "更正或撤回");
        link.href = root.dataset.correct.replace("/0/", "/" + unit.paper + "/");
        note.appendChild(link);
      }
      keys.insertBefore(note, keys.firstChild);
    }
    all(".expected-matter", keys).forEach(function (set) {
      set.classList.toggle("expected-matter-now", set.dataset.matter === nextMatter());
      all("input", set).forEach(function (input) { input.checked = Sheet.typed.answers[set.dataset.matter] === input.value; });
    });
  }

  Sheet.draw = draw;
  Sheet.drawLine = drawLine;
  Sheet.drawWho = drawWho;
})();
