/* data-confirm="sentence" on a form or a button: asks in a dialog before it is sent. Without scripts it is sent at once,
   so the server keeps its own guard for what cannot be undone. */
(function () {
  "use strict";
  /* Forms that were confirmed. What is sent may be held back and sent again (session.js asks first whether the session
     is alive), so the mark stays until somebody presses a button of the form anew. */
  const sure = new WeakSet();

  document.addEventListener("click", function (event) {
    const button = event.target.closest("button, input[type=submit]");
    if (button && button.form) sure.delete(button.form);
  }, true);

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const asks = event.submitter && event.submitter.dataset.confirm ? event.submitter : form;
    const words = asks.dataset.confirm;
    const dialog = document.getElementById("confirm");
    if (!words || !dialog) return;
    if (sure.has(form)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("[data-confirm-words]").textContent = words;
    if (submitter && submitter.textContent.trim()) yes.textContent = submitter.textContent.trim();
    yes.onclick = function () {
      dialog.close();
      sure.add(form);
      form.requestSubmit(submitter || undefined);
    };
    dialog.showModal();
  }, true);

  /* data-asks-filled="sentence" on a radio button that fetches another form: asks before it takes away what was typed
     into fields that are not named in data-kept; who declines has the button of before again. */
  const chosen = new WeakMap();
  function radios(input) {
    return Array.from(input.form.querySelectorAll("input[type=radio][name='" + input.name + "']"));
  }
  function typedFields(input) {
    const kept = (input.dataset.kept || "").split(" ");
    return Array.from(input.form.querySelectorAll("textarea, input")).filter(function (field) {
      const hidden = ["hidden", "radio", "checkbox", "submit"].includes(field.type);
      return !hidden && !kept.includes(field.name) && field.value.trim();
    });
  }
  document.addEventListener("change", function (event) {
    const input = event.target;
    if (input.type === "radio" && input.form && !input.dataset.asksFilled) chosen.set(input.form, input.value);
  });
  document.addEventListener("htmx:confirm", function (event) {
    const input = event.detail.elt;
    const dialog = document.getElementById("confirm");
    if (!input.dataset || !input.dataset.asksFilled || !dialog || !typedFields(input).length) return;
    event.preventDefault();
    const before = radios(input).find(function (one) {
      return chosen.has(input.form) ? one.value === chosen.get(input.form) : one.defaultChecked;
    });
    let goesOn = false;
    const yes = dialog.querySelector("[data-confirm-yes]");
    dialog.querySelector("[data-confirm-words]").textContent = input.dataset.asksFilled;
    yes.textContent = dialog.dataset.goOn;
    yes.onclick = function () {
      goesOn = true;
      dialog.close();
    };
    dialog.addEventListener("close", function () {
      if (goesOn) {
        event.detail.issueRequest(true);
        return;
      }
      input.checked = false;
      if (before) {
        before.checked = true;
        before.focus();
      }
    }, { once: true });
    dialog.showModal();
  });
})();
