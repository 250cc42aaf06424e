/* Forms: focus to the error summary, characters left without cutting, Enter to the next field, filters that apply themselves. */
(function () {
  "use strict";

  /* data-count="300": says how many characters are left; goes below zero instead of cutting what was typed. */
  function count(field) {
    const most = Number(field.dataset.count);
    const left = document.createElement("output");
    left.className = "count-left";
    field.insertAdjacentElement("afterend", left);
    const show = function () {
      const rest = most - Array.from(field.value.normalize("NFC")).length;
      left.textContent = String(rest);
      left.classList.toggle("over", rest < 0);
    };
    field.addEventListener("input", show);
    show();
  }

  function prepare(root) {
    root.querySelectorAll("textarea[data-count], input[data-count]").forEach(function (field) {
      if (!field.dataset.counted) {
        field.dataset.counted = "yes";
        count(field);
      }
    });
    const errors = root.querySelector("[data-errors]");
    if (errors) errors.focus();
  }

  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-errors] a[href^='#']");
    if (!link) return;
    const id = decodeURIComponent(link.hash.slice(1));
    const field = document.getElementById(id) || document.getElementById(id + "_0");
    if (!field) return;
    event.preventDefault();
    const block = field.closest(".mb-3") || field;
    block.scrollIntoView({ block: "start" });
    (field.matches("input, select, textarea") ? field : field.querySelector("input, select, textarea") || field).focus({ preventScroll: true });
  });

  /* data-autosubmit on a form or on one of its fields: a changed choice is applied at once. */
  document.addEventListener("change", function (event) {
    const field = event.target;
    if (!field.form || field.type === "search" || field.type === "text") return;
    if ("autosubmit" in field.dataset || "autosubmit" in field.form.dataset) field.form.requestSubmit();
  });

  /* data-enter-next: Enter in a line goes to the next field, as in a paper form; it sends nothing half filled in. */
  document.addEventListener("keydown", function (event) {
    const line = event.target;
    if (event.key !== "Enter" || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !line.matches("form[data-enter-next] input:not([type=submit])")) return;
    event.preventDefault();
    const stops = Array.from(line.form.elements).filter(function (field) { return !field.disabled && field.tabIndex >= 0 && field.offsetParent; });
    const next = stops[stops.indexOf(line) + (event.shiftKey ? -1 : 1)];
    if (next) next.focus();
  });

  /* data-fills="id_earlier": the button writes its value into that field. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[data-fills]");
    const field = button && document.getElementById(button.dataset.fills);
    if (!field) return;
    field.value = button.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  prepare(document);
})();
