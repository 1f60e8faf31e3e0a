/* Draws [data-chart] from the JSON block beside it. Every chart has its table; clicks lead to rows. */
(function () {
  "use strict";
  var css = window.getComputedStyle(document.documentElement);
  function token(name) { return css.getPropertyValue("--" + name).trim(); }
  var FONT = css.getPropertyValue("--font").trim();
  var INK = token("ink");
  var INK2 = token("ink2");
  var LINE = token("line");
  var TONES = {
    now: token("blue"), earlier: token("chart-earlier"), back: token("chart-back"), done: token("green-fill"),
    late: token("red"), soon: token("amber-fill"), later: token("green-fill"), none: token("field")
  };
  var SHAPES = {
    late: "path://M3,0L7,0L10,3L10,7L7,10L3,10L0,7L0,3Z", soon: "triangle", later: "circle"
  };

  function text(size, color) {
    return { fontFamily: FONT, fontSize: size || 12, color: color || INK };
  }
  function base() {
    return {
      animation: false,
      textStyle: text(12),
      tooltip: {
        show: true, renderMode: "richText", confine: true, backgroundColor: token("paper"),
        borderColor: token("field"), borderWidth: 1, padding: 8, textStyle: text(12), transitionDuration: 0
      }
    };
  }

  /* {rows: [{label, value, words, tone, url}], max} */
  function bars(data, narrow) {
    var rows = data.rows.slice().reverse();
    var max = data.max || Math.max.apply(null, rows.map(function (row) { return Number(row.value); }).concat([1]));
    var option = base();
    option.grid = { left: narrow ? 64 : 76, right: narrow ? 108 : 120, top: 4, bottom: 4 };
    option.tooltip.formatter = function (item) { return rows[item.dataIndex].label + "\n" + rows[item.dataIndex].words; };
    option.xAxis = { type: "value", max: max, show: false };
    option.yAxis = {
      type: "category", data: rows.map(function (row) { return row.label; }), axisLine: { show: false },
      axisTick: { show: false }, axisLabel: Object.assign(text(12), { margin: 10 })
    };
    option.series = [{
      type: "bar", barWidth: data.thick || 18, showBackground: true, backgroundStyle: { color: token("grey-tint") },
      data: rows.map(function (row) {
        return { value: Number(row.value), url: row.url, itemStyle: { color: TONES[row.tone || "earlier"] } };
      })
    }, {
      type: "bar", barWidth: data.thick || 18, barGap: "-100%", silent: true, itemStyle: { color: "transparent" },
      data: rows.map(function (row) {
        return { value: max, label: Object.assign(text(12), { show: true, position: "right", formatter: row.words }) };
      })
    }];
    return option;
  }

  /* {unit, nodes: [{name, label, tone, url}], links: [{source, target, value, tone}]} */
  function sankey(data, narrow) {
    var option = base();
    var labels = {};
    data.nodes.forEach(function (node) { labels[node.name] = node.label || ""; });
    option.tooltip.formatter = function (item) {
      if (item.dataType === "edge") return item.data.source + " → " + item.data.target + "\n" + (item.data.words || Number(item.value).toLocaleString("zh-CN", { minimumFractionDigits: 2 })) + " " + (data.unit || "");
      return item.name + " " + (labels[item.name] || "") + " " + (data.unit || "");
    };
    option.series = [{
      type: "sankey", left: 4, right: narrow ? 84 : 130, top: 8, bottom: 12, nodeAlign: "left", nodeWidth: 12, nodeGap: narrow ? 24 : 12,
      draggable: false, layoutIterations: 0, emphasis: { focus: "none", disabled: true },
      label: Object.assign(text(12), {
        formatter: function (item) { return item.name + (narrow ? "\n" : " ") + (labels[item.name] || ""); }, lineHeight: narrow ? 14 : 16
      }),
      lineStyle: { curveness: 0.5, opacity: 1, color: token("chart-flow") },
      data: data.nodes.map(function (node) {
        return { name: node.name, url: node.url, itemStyle: { color: TONES[node.tone || "earlier"], borderWidth: 0 } };
      }),
      links: data.links.filter(function (link) { return Number(link.value) > 0; }).map(function (link) {
        return {
          source: link.source, target: link.target, value: Number(link.value), words: link.words, url: link.url,
          lineStyle: { color: link.tone === "none" ? token("track") : token("chart-flow"), opacity: 1 }
        };
      })
    }];
    return option;
  }

  /* {lanes: [name], start, end, today, marks: [{day, label}], points: [{day, lane, label, kind, size, url}]} */
  function timeline(data) {
    var option = base();
    var seen = {};
    option.grid = { left: 88, right: 24, top: 30, bottom: 26 };
    option.tooltip.formatter = function (item) { return item.data.words || item.data.label.formatter || ""; };
    option.xAxis = {
      type: "time", min: data.start, max: data.end, minInterval: 2 * 86400000, maxInterval: 2 * 86400000,
      axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: true, lineStyle: { color: token("line2") } },
      axisLabel: Object.assign(text(12, INK2), { formatter: "{MM}-{dd}", hideOverlap: true, showMinLabel: true })
    };
    option.yAxis = {
      type: "category", inverse: true, data: data.lanes, axisLine: { show: false }, axisTick: { show: false },
      splitLine: { show: true, lineStyle: { color: LINE } }, axisLabel: Object.assign(text(12), { margin: 12 })
    };
    var lines = (data.marks || []).map(function (mark) {
      return { xAxis: mark.day, name: mark.label, lineStyle: { type: "dashed", color: INK, width: 1.5 } };
    });
    if (data.today) {
      lines.unshift({ xAxis: data.today, name: "今天 " + data.today.slice(5), lineStyle: { type: "solid", color: INK, width: 1.5 } });
    }
    option.series = [{
      type: "scatter", symbolSize: 11,
      markLine: {
        silent: true, symbol: "none", data: lines,
        label: Object.assign(text(12), { show: true, position: "start", formatter: function (item) { return item.name; } })
      },
      data: data.points.map(function (point) {
        var near = point.lane + point.day;
        var before = new Date(new Date(point.day).getTime() - 86400000).toISOString().slice(0, 10);
        var below = (seen[near] || seen[point.lane + before]) === "top";
        seen[near] = below ? "bottom" : "top";
        return {
          value: [point.day, point.lane], url: point.url, words: point.words || point.label + " " + point.day,
          symbol: SHAPES[point.kind] || "circle", symbolSize: point.size || 11,
          itemStyle: { color: TONES[point.kind] || TONES.earlier, opacity: 1 },
          label: Object.assign(text(12), { show: true, position: below ? "bottom" : "top", distance: 5, formatter: point.label })
        };
      })
    }];
    return option;
  }

  var KINDS = { bars: bars, sankey: sankey, timeline: timeline };

  function draw(box) {
    var block = document.getElementById(box.dataset.source);
    var kind = KINDS[box.dataset.chart];
    if (!block || !kind || !window.echarts) return;
    var data = JSON.parse(block.textContent);
    box.textContent = "";
    var chart = window.echarts.init(box, null, { renderer: "svg" });
    var narrow = box.clientWidth < 400;
    /* The view box lets paper scale the drawing to the width it has. */
    function frame() {
      var svg = box.querySelector("svg");
      if (svg) svg.setAttribute("viewBox", "0 0 " + chart.getWidth() + " " + chart.getHeight());
    }
    chart.on("finished", frame);
    chart.setOption(kind(data, narrow));
    frame();
    chart.on("click", function (item) {
      if (item.data && item.data.url) location.href = item.data.url;
    });
    window.addEventListener("resize", function () {
      chart.resize();
      if ((box.clientWidth < 400) !== narrow) {
        narrow = !narrow;
        chart.setOption(kind(data, narrow), true);
      }
    });
  }
  function all() { document.querySelectorAll("[data-chart]").forEach(draw); }
  if (document.fonts && document.fonts.ready) document.fonts.ready.then(all); else all();
})();
