/* The scanned pages of the paper that is next: loaded when they are asked for, page after page. */
(function () {
  "use strict";
  var Sheet = window.Sheet;
  var box = document.getElementById("sheet-scans");
  if (!Sheet || !box) return;
  var pages = Sheet.$("sheet-scans-pages"), make = Sheet.make;
  var shown = null;

  function draw() {
    var unit = Sheet.current && Sheet.units[Sheet.current];
    var scans = (unit && unit.scans) || [];
    box.hidden = !scans.length;
    Sheet.$("sheet-scans-count").textContent = scans.length + " 页";
    if (!box.open || shown === Sheet.current) return;
    shown = Sheet.current;
    pages.textContent = "";
    scans.forEach(function (scan) {
      var figure = make("figure", "sheet-scan"), picture = make("img");
      picture.src = box.dataset.file.replace("/0/", "/" + scan[1] + "/");
      picture.alt = unit.serial + " 第 " + scan[0] + " 页的扫描件";
      figure.appendChild(picture);
      figure.appendChild(make("figcaption", "", "第 " + scan[0] + " 页"));
      pages.appendChild(figure);
    });
  }

  box.addEventListener("toggle", draw);
  Sheet.drawScans = draw;
})();
