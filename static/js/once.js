/* data-once: a form is sent once, however often the button is pressed on a slow line. Coming back makes it whole again.
   data-form-token: what the form is known by stays the same when the page is reloaded or come back to, so that the same
   form sent again registers nothing more; the place in the browser's history holds it. */
(function () {
  "use strict";
  const sent = new Set();

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!("once" in form.dataset) || event.defaultPrevented) return;
    if (sent.has(form)) {
      event.preventDefault();
      return;
    }
    sent.add(form);
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    // A file as the answer leaves the page where it is.
    setTimeout(release, 30000);
  });

  function release() {
    sent.forEach(function (form) {
      form.querySelectorAll("[aria-busy]").forEach(function (button) { button.removeAttribute("aria-busy"); });
    });
    sent.clear();
  }
  document.querySelectorAll("[data-form-token]").forEach(function (field) {
    const kept = history.state || {};
    if (kept.formToken) field.value = kept.formToken;
    else history.replaceState(Object.assign({}, kept, { formToken: field.value }), "");
  });

  window.addEventListener("pageshow", release);
  document.addEventListener("htmx:afterRequest", release);
})();
