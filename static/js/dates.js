/* input[data-date]: accepts 5/9/2026, 05-09-2026, 5.9.26, 05092026 and writes 05/09/2026; adds the phone's own calendar.
   What cannot be read stays as typed: the server says what is wrong. */
(function () {
  "use strict";

  function read(text) {
    const parts = text.trim().match(/^(\d{1,2})\s*[\/.\- ]\s*(\d{1,2})\s*[\/.\- ]\s*(\d{4}|\d{2})$/) || text.trim().match(/^(\d{2})(\d{2})(\d{4})$/);
    const iso = text.trim().match(/^(\d{4})-(\d{1,2})-(\d{1,2})$/);
    if (!parts && !iso) return null;
    const day = Number(parts ? parts[1] : iso[3]);
    const month = Number(parts ? parts[2] : iso[2]);
    let year = Number(parts ? parts[3] : iso[1]);
    if (year < 100) year += 2000;
    const date = new Date(Date.UTC(year, month - 1, day));
    if (date.getUTCDate() !== day || date.getUTCMonth() !== month - 1) return null;
    return { day: String(day).padStart(2, "0"), month: String(month).padStart(2, "0"), year: String(year) };
  }

  function tidy(field) {
    const date = read(field.value);
    if (date) field.value = date.day + "/" + date.month + "/" + date.year;
  }

  function addCalendar(field) {
    if (field.closest(".date-field") || field.readOnly || field.disabled) return;
    const native = document.createElement("input");
    const template = document.getElementById("calendar-button");
    if (!template || typeof native.showPicker !== "function") return;
    const box = document.createElement("span");
    const button = template.content.firstElementChild.cloneNode(true);
    box.className = "date-field";
    native.type = "date";
    native.className = "date-native";
    native.tabIndex = -1;
    native.setAttribute("aria-hidden", "true");
    field.replaceWith(box);
    box.append(field, button, native);
    button.addEventListener("click", function () {
      const date = read(field.value);
      native.value = date ? date.year + "-" + date.month + "-" + date.day : "";
      native.showPicker();
    });
    native.addEventListener("change", function () {
      field.value = native.value;
      tidy(field);
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
      field.focus();
    });
  }

  function prepare(root) {
    root.querySelectorAll("input[data-date]").forEach(addCalendar);
  }
  document.addEventListener("focusout", function (event) {
    if (event.target.matches && event.target.matches("input[data-date]")) tidy(event.target);
  });
  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("input[data-date]").forEach(tidy);
  }, true);
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  prepare(document);
})();
