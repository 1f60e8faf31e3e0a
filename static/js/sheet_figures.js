/* Exact figures with what waits: areas in hundredths of a square metre, shares as two whole numbers. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  if (!Sheet) return;
  var data = Sheet.data, units = Sheet.units;
  var $ = Sheet.$, make = Sheet.make, icon = Sheet.icon, choicesOf = Sheet.choicesOf;

  function cents(text) {
    var parts = String(text).split(".");
    return Number(parts[0]) * 100 + Number(((parts[1] || "") + "00").slice(0, 2));
  }
  function takesPart(choice) {
    if (choice === "agree" || choice === "against") return true;
    if (choice === "abstain") return data.method.abstain;
    if (choice === "invalid") return data.method.invalid;
    return data.method.missing;
  }
  function head(voices) {
    var part = voices.filter(takesPart);
    if (!part.length) return [0, 0];
    var distinct = part.filter(function (voice, i) { return part.indexOf(voice) === i; });
    var said = distinct.filter(function (voice) { return voice === "agree" || voice === "against" || voice === "abstain"; });
    if (said.length !== 1 || distinct.length > 1 || said[0] !== "agree") return [1, 0];
    var whole = voices.every(function (voice) { return voice === "agree"; });
    return [1, data.method.mixed === "agree_if_all" && !whole ? 0 : 1];
  }
  function figures(matter) {
    var sums = {};
    Object.keys(Sheet.base[matter] || {}).forEach(function (key) {
      sums[key] = /_area$/.test(key) ? cents(Sheet.base[matter][key]) : Number(Sheet.base[matter][key]);
    });
    var touched = {};
    Sheet.queue.forEach(function (item) {
      var unit = units[item.unit];
      if (!unit || item.state === "refused" || unit.paper) return;
      touched[unit.head] = true;
      var choice = item.answers[matter];
      var before = takesPart(null) ? 1 : 0, after = takesPart(choice) ? 1 : 0;
      var area = cents(unit.area);
      sums.participating_area += (after - before) * area;
      sums.participating_homes += unit.home ? after - before : 0;
      if (choice === "agree") { sums.agree_area += area; sums.agree_homes += unit.home ? 1 : 0; }
    });
    Object.keys(touched).forEach(function (owner) {
      var mine = data.units.filter(function (unit) { return String(unit.head) === owner; });
      var away = (data.elsewhere[owner] || []).map(function (said) { return said[matter] || null; });
      var old = head(mine.map(function (unit) { return unit.choices[matter] || null; }).concat(away));
      var now = head(mine.map(function (unit) { return choicesOf(unit.id)[matter] || null; }).concat(away));
      sums.participating_heads += now[0] - old[0];
      sums.agree_heads += now[1] - old[1];
    });
    return sums;
  }
  function measured(sums, layer, measure) {
    return sums[layer + "_" + (measure === "households" ? "homes" : measure)] || 0;
  }
  function grouped(text) { return text.replace(/\B(?=(\d{3})+(?!\d))/g, ","); }
  function show(value, measure) {
    if (measure !== "area") return grouped(String(value));
    return grouped(String(Math.floor(value / 100))) + "." + ("0" + (value % 100)).slice(-2);
  }
  function gauge(matter, test, index, sums) {
    var node = $("test-" + matter + "-" + index);
    if (!node) return;
    var value = measured(sums, test.numerator === "participate" ? "participating" : "agree", test.measure);
    var of = measured(sums, test.population === "all" ? "all" : "participating", test.measure);
    var top = test.share[0], bottom = test.share[1], strict = test.operator === ">";
    var met = of > 0 && (strict ? value * bottom > of * top : value * bottom >= of * top);
    var need = Math.ceil(of * top / bottom);
    if (need * bottom < of * top) need += 1;
    if (strict && need * bottom === of * top) need += 1;
    var unit = test.measure === "area" ? "㎡" : test.measure === "heads" ? "人" : "户";
    var tenths = of ? Math.floor((2000 * value + of) / (2 * of)) : 0;
    if (tenths === 1000 && value < of) tenths = 999;
    node.classList.toggle("gauge-met", met);
    node.querySelector(".gauge-share").textContent = of ? Math.floor(tenths / 10) + "." + tenths % 10 + "%" : "—";
    var meter = node.querySelector(".meter");
    meter.classList.toggle("meter-met", met);
    meter.querySelector(".meter-fill").setAttribute("width", (of ? Math.min(100, value * 100 / of) : 0).toFixed(3) + "%");
    var foot = node.querySelector(".gauge-foot");
    foot.textContent = "";
    foot.appendChild(make("span", "", show(value, test.measure) + " / " + show(of, test.measure) + " " + unit));
    var words = make("span", met ? "is-green strong" : "is-amber strong");
    if (met) { words.appendChild(icon("check-lg")); words.appendChild(document.createTextNode(" 已到（须 " + show(need, test.measure) + "）")); }
    else words.textContent = "还差 " + show(Math.max(0, need - value), test.measure) + " " + unit;
    foot.appendChild(words);
  }

  Sheet.cents = cents;
  Sheet.show = show;
  Sheet.figures = figures;
  Sheet.gauge = gauge;
})();
