/* data-dirty-guard: the browser asks before the page is left, but only when something typed would be lost. */
(function () {
  "use strict";
  const first = new Map();
  let leaving = false;

  function words(form) {
    return Array.from(new FormData(form))
      .filter(function (pair) { return pair[0] !== "csrfmiddlewaretoken"; })
      .map(function (pair) { return pair[0] + "=" + (pair[1] instanceof File ? pair[1].name : pair[1]); })
      .join("\n");
  }
  function remember(root) {
    root.querySelectorAll("form[data-dirty-guard]").forEach(function (form) {
      // A form that came back with errors holds unsaved words from the start.
      if (!first.has(form)) first.set(form, form.querySelector("[data-errors]") ? null : words(form));
    });
    // Only pages with such a form listen: a listener keeps a page out of the browser's quick way back.
    if (first.size) window.addEventListener("beforeunload", ask);
  }
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented) leaving = true;
  });
  window.addEventListener("pageshow", function () { leaving = false; });
  function ask(event) {
    if (leaving) return;
    for (const [form, then] of first) {
      if (form.isConnected && words(form) !== then) event.preventDefault();
    }
  }
  document.addEventListener("htmx:load", function (event) { remember(event.detail.elt); });
  remember(document);
})();
