/* data-confirm="sentence" on a form or a button: asks in a dialog before it is sent. Without scripts it is sent at once,
   so the server keeps its own guard for what cannot be undone. */
(function () {
  "use strict";
  const sure = new WeakSet();

  document.addEventListener("submit", function (event) {
    const form = event.target;
    const asks = event.submitter && event.submitter.dataset.confirm ? event.submitter : form;
    const words = asks.dataset.confirm;
    const dialog = document.getElementById("confirm");
    if (!words || !dialog) return;
    if (sure.has(form)) {
      sure.delete(form);
      return;
    }
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
})();
