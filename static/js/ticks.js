/* Ticked rows: one box ticks all, Shift ticks a run, the bar appears with its count.
   data-tick-all on the box in the head; data-tick-bar and data-tick-count in the same form or panel. */
(function () {
  "use strict";
  let last = null;

  function scope(element) {
    return element.closest("form") || element.closest(".panel") || document;
  }
  function boxes(within) {
    return Array.from(within.querySelectorAll("table td input[type=checkbox]:not(:disabled)"));
  }
  function show(within) {
    const all = boxes(within);
    const ticked = all.filter(function (box) { return box.checked; });
    all.forEach(function (box) { box.closest("tr").classList.toggle("pick", box.checked); });
    within.querySelectorAll("[data-tick-count]").forEach(function (output) {
      output.textContent = ticked.length.toLocaleString(document.documentElement.lang);
    });
    within.querySelectorAll("[data-tick-bar]").forEach(function (bar) { bar.hidden = ticked.length === 0; });
    within.querySelectorAll("[data-tick-whole]").forEach(function (whole) { whole.hidden = ticked.length < all.length; });
    const head = within.querySelector("[data-tick-all]");
    if (head) {
      head.checked = all.length > 0 && ticked.length === all.length;
      head.indeterminate = ticked.length > 0 && ticked.length < all.length;
    }
  }

  document.addEventListener("click", function (event) {
    const box = event.target;
    if (!box.matches || !box.matches("table td input[type=checkbox]")) return;
    const all = boxes(scope(box));
    if (event.shiftKey && last && all.includes(last)) {
      const ends = [all.indexOf(last), all.indexOf(box)].sort(function (a, b) { return a - b; });
      all.slice(ends[0], ends[1] + 1).forEach(function (one) { one.checked = box.checked; });
    }
    last = box;
  });
  document.addEventListener("change", function (event) {
    const box = event.target;
    if (box.matches("[data-tick-all]")) {
      boxes(scope(box)).forEach(function (one) { one.checked = box.checked; });
      show(scope(box));
    } else if (box.matches("table td input[type=checkbox]") && scope(box).querySelector("[data-tick-all]")) {
      show(scope(box));
    }
  });
  function prepare() {
    document.querySelectorAll("[data-tick-all]").forEach(function (head) { show(scope(head)); });
  }
  document.addEventListener("htmx:load", prepare);
  window.addEventListener("pageshow", prepare);
})();
