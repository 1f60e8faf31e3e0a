"use strict";

// Draws the reference of the interface; its styles carry the page's one-time token.
(function () {
  const place = document.getElementById("redoc");
  Redoc.init(place.dataset.schema, { disableSearch: true, nonce: place.dataset.token, hideFab: true }, place);
})();
