/* An expired session or a lost line never costs text. Before a form is sent by POST this asks whether the session is
   alive; if not, it signs in here, in a dialog, and then sends the kept form. data-keep="no" leaves a form out. */
(function () {
  "use strict";
  const body = document.body;
  const sessionUrl = body.dataset.sessionUrl;
  const dialog = document.getElementById("sign-in");
  const channel = "BroadcastChannel" in window ? new BroadcastChannel("session") : null;
  const checked = new WeakSet();
  let kept = null;

  /* --- What other scripts use: toasts ---------------------------------------------------------------------------- */
  function toast(id, onAction) {
    const template = document.getElementById("toast-" + id);
    const place = document.getElementById("toasts");
    if (!template || !place) return null;
    const old = place.querySelector("[data-toast='" + id + "']");
    if (old) old.remove();
    const message = template.content.firstElementChild.cloneNode(true);
    message.dataset.toast = id;
    place.append(message);
    const action = message.querySelector("[data-retry], [data-stay]");
    if (action) {
      action.addEventListener("click", function () {
        message.remove();
        onAction();
      });
      if (!onAction) action.remove();
    }
    return message;
  }
  window.portalToast = toast;

  /* --- The check before sending ----------------------------------------------------------------------------------- */
  function busy(kind, on) {
    const button = kind.submitter || kind.form.querySelector("button[type=submit], button:not([type])");
    if (!button) return;
    if (on) button.setAttribute("aria-busy", "true");
    else button.removeAttribute("aria-busy");
  }

  /* Signing in, here or in another tab, changes the token; the cookie always holds the one that counts. */
  function cookieToken() {
    const found = document.cookie.match(/(?:^|;\s*)(?:__Host-)?csrftoken=([^;]+)/);
    return found ? found[1] : "";
  }

  function send(work) {
    busy(work, false);
    useToken(cookieToken());
    checked.add(work.form);
    work.form.requestSubmit(work.submitter || undefined);
  }

  async function check(work) {
    busy(work, true);
    let status = 0;
    try {
      const answer = await fetch(sessionUrl, { cache: "no-store", credentials: "same-origin", headers: { "X-Requested-With": "fetch" }, signal: AbortSignal.timeout(15000) });
      status = answer.status;
    } catch {
      busy(work, false);
      toast("offline", function () { check(work); });
      return;
    }
    if (status === 401 && dialog) {
      busy(work, false);
      ask(work);
    } else {
      // Anything else (an error of the server too) is better told by the real answer.
      send(work);
    }
  }

  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (!sessionUrl || form.dataset.keep === "no") return;
    const submitter = event.submitter;
    const method = (submitter && submitter.getAttribute("formmethod")) || form.getAttribute("method") || "get";
    const byPost = method.toLowerCase() === "post" || form.hasAttribute("hx-post");
    if (!byPost) return;
    if (checked.has(form)) {
      checked.delete(form);
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const work = { form: form, submitter: submitter };
    const button = submitter || form;
    if (button.getAttribute("aria-busy") === "true") return;
    check(work);
  }, true);

  /* --- Signing in without leaving the page -------------------------------------------------------------------------- */
  function ask(work) {
    kept = work;
    dialog.querySelector("[data-sign-in-error]").hidden = true;
    dialog.querySelector("input[type=password]").value = "";
    dialog.showModal();
    dialog.querySelector("input[type=password]").focus();
  }

  function useToken(token) {
    if (!token) return;
    const meta = document.querySelector("meta[name=csrf-token]");
    if (meta) meta.content = token;
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (input) { input.value = token; });
  }

  async function signIn(event) {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("button.btn-main");
    const error = form.querySelector("[data-sign-in-error]");
    error.hidden = true;
    button.setAttribute("aria-busy", "true");
    const fail = function (words) {
      error.textContent = words;
      error.hidden = false;
      form.querySelector("input[type=password]").select();
    };
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        credentials: "same-origin",
        headers: { "X-Requested-With": "fetch", "X-CSRFToken": token(), Accept: "application/json" },
      });
      const told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
      if (!answer.ok) {
        fail(told.error || dialog.dataset.failed);
        return;
      }
      useToken(told.csrf);
      dialog.close();
      touched();
      const work = kept;
      kept = null;
      if (work) work.form ? send(work) : work.again();
    } catch {
      fail(dialog.dataset.offline);
    } finally {
      button.removeAttribute("aria-busy");
      form.querySelector("input[type=password]").value = "";
    }
  }

  function token() {
    const meta = document.querySelector("meta[name=csrf-token]");
    return meta ? meta.content : "";
  }
  const signInForm = dialog && dialog.querySelector("[data-sign-in]");
  if (signInForm) signInForm.addEventListener("submit", signIn);

  /* --- htmx: the token, a lost line, an ended session --------------------------------------------------------------- */
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = cookieToken() || token();
  });
  document.addEventListener("htmx:sendError", function (event) {
    const element = event.detail.elt;
    const asked = event.detail.requestConfig;
    // Progress asks again by itself.
    if ((element.getAttribute("hx-trigger") || "").includes("every")) return;
    toast("offline", function () { window.htmx.ajax(asked.verb, asked.path, { source: element, target: event.detail.target }); });
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401 && dialog && !dialog.open) {
      ask({ again: function () { location.reload(); } });
    } else {
      toast("failed");
    }
  });

  /* --- Two minutes before the idle end ------------------------------------------------------------------------------ */
  const idle = Number(body.dataset.sessionIdle || 0) * 1000;
  let warning = null;
  function touched(fromOther) {
    if (!idle || !sessionUrl) return;
    clearTimeout(warning);
    warning = setTimeout(warn, Math.max(idle - 120000, idle / 2));
    const open = document.querySelector("[data-toast=idle]");
    if (open) open.remove();
    if (channel && fromOther !== true) channel.postMessage("touched");
  }
  function warn() {
    toast("idle", async function () {
      try {
        // A page that is cheap to build: asking for it counts as doing something, asking for the session does not.
        const answer = await fetch(body.dataset.jumpUrl, { credentials: "same-origin", headers: { "HX-Request": "true" }, redirect: "manual" });
        if (answer.ok) touched();
      } catch {
        toast("offline");
      }
    });
  }
  if (channel) channel.onmessage = function () { touched(true); };
  document.addEventListener("htmx:afterOnLoad", function () { touched(); });
  touched();
})();
