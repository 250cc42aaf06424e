/* An expired session or a lost line never costs text. Before a form is sent by POST this asks whether the session is
   alive; if not, it signs in here, in a dialog, and then sends the kept form. data-keep="no" leaves a form out. */
(function () {
  "use strict";
  const body = document.body;
  const sessionUrl = body.dataset.sessionUrl;
  const dialog = document.getElementById("sign-in");
  const WARN_SECONDS = 120;
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

  /* 204 while signed in, else 401. Signing in, here or in another tab, changes the token: the answer tells the one to use. */
  async function ask() {
    const answer = await fetch(sessionUrl, {
      cache: "no-store",
      credentials: "same-origin",
      headers: { "X-Requested-With": "fetch" },
      // Old browsers wait as long as the line does.
      signal: AbortSignal.timeout ? AbortSignal.timeout(15000) : undefined,
    });
    useToken(answer.headers.get("X-CSRF-Token"));
    return answer;
  }

  function send(work) {
    busy(work, false);
    checked.add(work.form);
    work.form.requestSubmit(work.submitter || undefined);
  }

  async function check(work) {
    busy(work, true);
    let status = 0;
    try {
      status = (await ask()).status;
    } catch {
      busy(work, false);
      toast("offline", function () { check(work); });
      return;
    }
    if (status === 401 && dialog) {
      busy(work, false);
      signInFor(work);
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
  function signInFor(work) {
    kept = work;
    dialog.querySelector("[data-sign-in-error]").hidden = true;
    dialog.querySelector("input[name=username]").value = body.dataset.user;
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
      useToken(told.csrf);
      if (!answer.ok) {
        fail(told.error || dialog.dataset.failed);
        return;
      }
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
  function polls(element) {
    return (element.getAttribute("hx-trigger") || "").includes("every");
  }
  document.addEventListener("htmx:configRequest", function (event) {
    if (event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = token();
    // Progress that asks again by itself is nobody at work: it must not keep a session alive.
    if (polls(event.detail.elt)) event.detail.headers["X-Background"] = "1";
  });
  /* data-saves-alone="sentence": what is kept while one types says in its place that it failed, and interrupts nobody. */
  function saysSo(element) {
    if (!("savesAlone" in element.dataset)) return false;
    element.textContent = element.dataset.savesAlone;
    return true;
  }
  document.addEventListener("htmx:sendError", function (event) {
    const element = event.detail.elt;
    const asked = event.detail.requestConfig;
    if (polls(element) || saysSo(element)) return;
    toast("offline", function () { window.htmx.ajax(asked.verb, asked.path, { source: element, target: event.detail.target }); });
  });
  document.addEventListener("htmx:responseError", function (event) {
    if (saysSo(event.detail.elt)) return;
    if (event.detail.xhr.status === 401 && dialog && !dialog.open) {
      signInFor({ again: function () { location.reload(); } });
    } else if (!polls(event.detail.elt)) {
      toast("failed");
    }
  });

  /* --- Two minutes before the idle end ------------------------------------------------------------------------------ */
  let watch = null;
  function touched(seconds) {
    clearTimeout(watch);
    const left = seconds || Number(body.dataset.sessionIdle || 0);
    if (!left || !sessionUrl) return;
    watch = setTimeout(look, Math.max(left - WARN_SECONDS, 5) * 1000);
    const open = document.querySelector("[data-toast=idle]");
    if (open) open.remove();
  }
  /* Somebody may have worked in another tab meanwhile: the server knows how long the session has left. */
  async function look() {
    let answer;
    try {
      answer = await ask();
    } catch {
      return;
    }
    const left = Number(answer.headers.get("X-Session-Seconds") || 0);
    if (answer.ok && left > WARN_SECONDS + 30) touched(left);
    else if (answer.ok) toast("idle", stay);
  }
  async function stay() {
    try {
      // A page that is cheap to build: asking for it counts as doing something, asking for the session does not.
      const answer = await fetch(body.dataset.jumpUrl, { credentials: "same-origin", headers: { "X-Requested-With": "fetch", "HX-Request": "true" } });
      if (answer.ok) touched();
    } catch {
      toast("offline", stay);
    }
  }
  document.addEventListener("htmx:afterOnLoad", function (event) { if (!polls(event.detail.elt)) touched(); });
  touched();
})();
