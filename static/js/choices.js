/* select[data-searchable]: a long choice that is found by typing, without marks and in any order of words, beside the
   arrows. The select stays and is what the form sends; without scripts it is all there is. What was typed and is not in the
   list stays, as an option[data-typed] of its own: it is said at once, and the form refuses it. */
(function () {
  "use strict";

  function folded(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/đ/g, "d");
  }
  function wordsOf(text) {
    return folded(text).match(/[\p{L}\p{N}]+/gu) || [];
  }
  function make(name, attributes) {
    const element = document.createElement(name);
    Object.keys(attributes).forEach(function (key) { element.setAttribute(key, attributes[key]); });
    return element;
  }

  /* The list of a select, group by group: [{item, option, words}], and the element that shows it. */
  function listOf(select, id) {
    const list = make("div", { class: "choice-list", role: "listbox", id: id + "-list", "aria-label": select.labels[0] ? select.labels[0].textContent.trim() : "" });
    const entries = [];
    let place = list;
    let group = null;
    Array.from(select.options).forEach(function (option, number) {
      const parent = option.parentElement.localName === "optgroup" ? option.parentElement : null;
      if (parent !== group) {
        group = parent;
        place = parent ? list.appendChild(make("div", { role: "group", "aria-label": parent.label })) : list;
        if (parent) place.appendChild(make("div", { class: "choice-group", "aria-hidden": "true" })).textContent = parent.label;
      }
      if (!option.value || "typed" in option.dataset) return;
      const item = place.appendChild(make("div", { role: "option", class: "choice-item", id: id + "-" + number, "aria-selected": "false" }));
      item.textContent = option.label;
      entries.push({ item: item, option: option, words: wordsOf([option.label, option.dataset.words || "", parent ? parent.label : ""].join(" ")) });
    });
    list.hidden = true;
    return { list: list, entries: entries };
  }

  function enhance(select) {
    const id = select.id;
    const { list, entries } = listOf(select, id);
    const field = make("input", { type: "text", class: select.className, role: "combobox", autocomplete: "off", spellcheck: "false", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
    ["aria-describedby", "aria-invalid", "aria-required"].forEach(function (name) {
      if (select.hasAttribute(name)) field.setAttribute(name, select.getAttribute(name));
    });
    if (select.required) field.setAttribute("aria-required", "true");
    field.placeholder = select.dataset.searchable;
    const none = make("p", { class: "choice-none", role: "status" });
    const box = make("div", { class: "choice" });
    select.before(box);
    box.append(field, list, none, select);
    select.hidden = true;
    // The label and the summary of errors lead to the field that is seen.
    select.id = id + "-select";
    field.id = id;
    const refused = field.getAttribute("aria-invalid");
    let active = null;
    let typed = false;

    function chosen() {
      return select.selectedOptions[0];
    }
    function isUnknown() {
      return Boolean(chosen()) && "typed" in chosen().dataset;
    }
    function show() {
      field.value = chosen() && chosen().value ? chosen().label : "";
      typed = false;
      if (isUnknown()) field.setAttribute("aria-invalid", "true");
      else if (refused) field.setAttribute("aria-invalid", refused);
      else field.removeAttribute("aria-invalid");
    }
    function point(entry) {
      if (active) active.item.classList.remove("at");
      active = entry || null;
      if (active) {
        active.item.classList.add("at");
        active.item.scrollIntoView({ block: "nearest" });
        field.setAttribute("aria-activedescendant", active.item.id);
      } else field.removeAttribute("aria-activedescendant");
    }
    function seen() {
      return entries.filter(function (entry) { return !entry.item.hidden; });
    }
    function open() {
      const asked = typed ? wordsOf(field.value) : [];
      entries.forEach(function (entry) {
        entry.item.hidden = !asked.every(function (word) { return entry.words.some(function (one) { return one.startsWith(word); }); });
        entry.item.setAttribute("aria-selected", String(entry.option.selected));
      });
      list.querySelectorAll("[role=group]").forEach(function (group) { group.hidden = !group.querySelector("[role=option]:not([hidden])"); });
      const left = seen();
      none.textContent = left.length ? "" : select.dataset.none;
      list.hidden = !left.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
      // An emptied field points at nothing, so that leaving it empties the choice.
      if (typed) point(asked.length ? left[0] : null);
      else point(left.find(function (entry) { return entry.option.selected; }));
    }
    function close() {
      list.hidden = true;
      none.textContent = isUnknown() ? select.dataset.unknown : "";
      field.setAttribute("aria-expanded", "false");
      point(null);
    }
    function choose(option) {
      if (!option.selected) {
        option.selected = true;
        select.querySelectorAll("option[data-typed]:not(:checked)").forEach(function (one) { one.remove(); });
        select.dispatchEvent(new Event("change", { bubbles: true }));
      }
      show();
      close();
    }
    function keep(text) {
      const option = make("option", { value: text, "data-typed": "" });
      option.textContent = text;
      choose(select.appendChild(option));
    }
    /* What was typed counts when it is emptied or leaves one thing only, or is the whole of one; else it is kept as
       what is not in the list. */
    function settle() {
      const empty = Array.from(select.options).find(function (option) { return !option.value; });
      const text = field.value.trim();
      const left = typed && !list.hidden ? seen() : [];
      const whole = left.filter(function (entry) { return folded(entry.option.label) === folded(text); });
      if (typed && !text && empty) choose(empty);
      else if (left.length === 1) choose(left[0].option);
      else if (whole.length) choose(whole[0].option);
      else if (typed && text) keep(text);
      else {
        show();
        close();
      }
    }

    field.addEventListener("input", function () {
      typed = true;
      open();
    });
    field.addEventListener("focus", function () { field.select(); });
    field.addEventListener("click", function () { if (list.hidden) open(); });
    field.addEventListener("blur", settle);
    field.addEventListener("keydown", function (event) {
      const left = seen();
      const at = left.indexOf(active);
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (list.hidden) open();
        else point(left[Math.max(0, Math.min(left.length - 1, at + step))]);
        if (!active) point(seen()[0]);
      } else if (event.key === "Enter" || event.key === "Tab") {
        if (active && !list.hidden) choose(active.option);
        else settle();
        if (event.key === "Tab" || event.ctrlKey || event.metaKey) return;
      } else if (event.key === "Escape" && !list.hidden) {
        show();
        close();
        field.select();
        event.stopPropagation();
      } else return;
      event.preventDefault();
    });
    // The field keeps the focus while a choice is pressed.
    list.addEventListener("mousedown", function (event) { event.preventDefault(); });
    list.addEventListener("click", function (event) {
      const found = entries.find(function (entry) { return entry.item === event.target.closest("[role=option]"); });
      if (found) choose(found.option);
    });
    window.addEventListener("pageshow", show);
    show();
  }

  function prepare(root) {
    root.querySelectorAll("select[data-searchable]").forEach(function (select) { if (!select.hidden) enhance(select); });
  }
  document.addEventListener("htmx:load", function (event) { prepare(event.detail.elt); });
  prepare(document);
})();
