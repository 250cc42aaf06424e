/* The shell: navigation drawer, menus, dialogs, quick jump, keyboard, tables that fit or scroll. */
(function () {
  "use strict";
  const root = document.documentElement;
  const byId = function (id) { return document.getElementById(id); };

  /* --- Drawer: a link to #nav opens it without scripts; here it gets Escape, the focus, and leaves no history. -------- */
  const side = byId("nav");
  const menu = document.querySelector("[data-menu]");
  function drawer(open) {
    side.classList.toggle("open", open);
    menu.setAttribute("aria-expanded", String(open));
    if (open) (side.querySelector("[aria-current]") || side.querySelector("a")).focus();
    else menu.focus();
  }
  if (side && menu) {
    menu.setAttribute("role", "button");
    menu.setAttribute("aria-expanded", "false");
    menu.addEventListener("click", function (event) {
      event.preventDefault();
      drawer(true);
    });
    side.querySelector("[data-menu-close]").addEventListener("click", function (event) {
      event.preventDefault();
      drawer(false);
    });
    document.addEventListener("click", function (event) {
      if (side.classList.contains("open") && !side.contains(event.target) && !menu.contains(event.target)) drawer(false);
    });
    if (location.hash === "#nav") history.replaceState(history.state, "", location.pathname + location.search);
  }

  /* --- Menus, dialogs, messages ----------------------------------------------------------------------------------------- */
  function openDialog(id) {
    const dialog = byId(id);
    if (!dialog || dialog.open) return false;
    dialog.showModal();
    if (id === "jump") dialog.querySelector("input").select();
    return true;
  }
  document.addEventListener("click", function (event) {
    const opener = event.target.closest("[data-open]");
    if (opener && !event.ctrlKey && !event.metaKey && openDialog(opener.dataset.open)) event.preventDefault();
    const closer = event.target.closest("[data-close]");
    if (closer) closer.closest("dialog").close();
    if (event.target.closest("[data-print]")) window.print();
    const away = event.target.closest("[data-away]");
    if (away) away.closest(".message").remove();
    if (event.target.matches("dialog[open]")) event.target.close();
    document.querySelectorAll("details[data-menu-box][open]").forEach(function (box) {
      if (!box.contains(event.target) || event.target.closest("[data-open]")) box.open = false;
    });
  });

  /* --- Quick jump: arrows walk through the results, typing goes on in the field -------------------------------------------- */
  const jump = byId("jump");
  if (jump) {
    jump.addEventListener("keydown", function (event) {
      const links = Array.from(jump.querySelectorAll("#jump-results a"));
      const at = links.indexOf(document.activeElement);
      const field = jump.querySelector("input");
      if (event.key === "ArrowDown" && links.length) links[Math.min(at + 1, links.length - 1)].focus();
      else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || field).focus();
      // A search field would only empty itself.
      else if (event.key === "Escape") jump.close();
      else if (at >= 0 && (event.key.length === 1 || event.key === "Backspace") && !event.ctrlKey && !event.metaKey) {
        field.focus();
        return;
      } else return;
      event.preventDefault();
    });
  }

  /* --- Keyboard --------------------------------------------------------------------------------------------------------------- */
  function keysOn() {
    try {
      return localStorage.getItem("shortcuts") !== "off";
    } catch {
      return true;
    }
  }
  const keysBox = document.querySelector("[data-keys-on]");
  if (keysBox) {
    keysBox.checked = keysOn();
    keysBox.addEventListener("change", function () {
      try {
        localStorage.setItem("shortcuts", keysBox.checked ? "on" : "off");
      } catch {
        /* A browser that keeps nothing: the choice holds for this page only. */
      }
    });
  }

  function rows() { return Array.from(document.querySelectorAll("main table.grid tbody tr:not(.group)")).filter(function (row) { return row.querySelector("a[href]") && row.offsetParent; }); }
  function walk(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex(function (row) { return row.classList.contains("at"); });
    if (at >= 0) all[at].classList.remove("at");
    const row = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    row.classList.add("at");
    row.querySelector("a[href]").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }
  function tick() {
    const box = document.querySelector("tr.at input[type=checkbox]");
    if (box) box.click();
  }
  function search() {
    const field = document.querySelector("main [data-search], main input[type=search]");
    if (field) field.select();
    return Boolean(field);
  }
  let afterG = 0;
  function go(number) {
    const link = document.querySelectorAll("#nav li a")[number - 1];
    if (link) link.click();
  }

  const SINGLE = {
    "/": search,
    "?": function () { return openDialog("keys"); },
    j: function () { walk(1); return true; },
    k: function () { walk(-1); return true; },
    x: function () { tick(); return true; },
    g: function () { afterG = Date.now(); return true; },
  };

  document.addEventListener("keydown", function (event) {
    const typing = event.target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (openDialog("jump")) event.preventDefault();
    } else if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
      const form = event.target.closest("form[data-shortcut-save]") || document.querySelector("dialog[open] form[data-shortcut-save], main form[data-shortcut-save]");
      if (form) {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button[type=submit].btn-main, button.btn-main:not([type])") || undefined);
      }
    } else if (event.key === "Escape" && side && side.classList.contains("open")) {
      drawer(false);
    } else if (event.key === "Escape") {
      const box = document.querySelector("details[data-menu-box][open]");
      if (box) {
        box.open = false;
        box.querySelector("summary").focus();
      }
    } else if (!typing && keysOn() && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open]")) {
      if (Date.now() - afterG < 1500 && /^[1-9]$/.test(event.key)) {
        afterG = 0;
        go(Number(event.key));
      } else if (SINGLE[event.key] && SINGLE[event.key]()) event.preventDefault();
    }
  });

  /* --- Tables: one that fits keeps its head under the top bar; a wider one scrolls in its own box, reachable by keyboard. ---- */
  function fit(box) {
    const scrolls = box.firstElementChild && box.firstElementChild.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("fits", !scrolls);
    box.classList.toggle("scrolls", scrolls);
    if (scrolls) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  }
  const watch = "ResizeObserver" in window ? new ResizeObserver(function (entries) { entries.forEach(function (entry) { fit(entry.target); }); }) : null;
  /* As cards, rows and cells are blocks, and some browsers then forget that this is a table: say it in words. */
  const ROLES = { table: "table", thead: "rowgroup", tbody: "rowgroup", tfoot: "rowgroup", tr: "row", td: "cell" };
  function tell(table) {
    table.setAttribute("role", "table");
    table.querySelectorAll("thead, tbody, tfoot, tr, td, th").forEach(function (part) {
      const name = part.localName === "th" ? (part.closest("thead") ? "columnheader" : "rowheader") : ROLES[part.localName];
      part.setAttribute("role", name);
    });
  }
  function prepare(within) {
    if (matchMedia("(max-width: 820px)").matches) within.querySelectorAll("table.stack").forEach(tell);
    if (watch) within.querySelectorAll(".table-scroll:not(.limited)").forEach(function (box) { watch.observe(box); });
  }
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  prepare(document);

  /* --- Loading line for links and filters on a slow line -------------------------------------------------------------------------- */
  function loading(on) {
    root.classList.toggle("loading", on);
    // A file as the answer leaves the page where it is.
    if (on) setTimeout(function () { loading(false); }, 12000);
  }
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.button || link.target || link.hasAttribute("download")) return;
    if (link.origin === location.origin && (link.pathname !== location.pathname || link.search !== location.search)) loading(true);
  });
  document.addEventListener("submit", function (event) {
    if (!event.defaultPrevented && event.target.method !== "dialog") loading(true);
  });
  window.addEventListener("pageshow", function () { loading(false); });
  document.addEventListener("htmx:beforeRequest", function (event) { if (!event.detail.elt.closest("[data-quiet], #jump, [hx-trigger*=every]")) loading(true); });
  document.addEventListener("htmx:afterRequest", function () { loading(false); });
})();
