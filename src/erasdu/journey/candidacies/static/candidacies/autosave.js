/* Saving while typing: the newest forgery token, and a word when there is no connection. */
(function () {
  "use strict";
  var waiting = null;
  function token() {
    var found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? decodeURIComponent(found[1]) : "";
  }
  function area() { return document.querySelector("[data-autosave]"); }
  function again() {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(function () {
      if (area()) { area().dispatchEvent(new Event("change", { bubbles: true })); }
    }, 8000);
  }
  // Who signs in again in another tab gets a new token; the one in this page would be refused.
  document.addEventListener("htmx:configRequest", function (event) {
    if (token() && event.detail.elt.hasAttribute("data-autosave")) {
      event.detail.parameters.csrfmiddlewaretoken = token();
    }
  });
  function tell(what) {
    document.getElementById("saved").replaceChildren(document.getElementById(what).firstElementChild.cloneNode(true));
  }
  function trouble(event) {
    var refused = event.detail.xhr && event.detail.xhr.status === 403;
    tell(refused ? "autosave-gone" : "autosave-trouble");
    if (!refused) { again(); }
  }
  document.addEventListener("htmx:sendError", trouble);
  document.addEventListener("htmx:timeout", trouble);
  document.addEventListener("htmx:responseError", trouble);
  window.addEventListener("online", again);

  // The button waits for a save that is under way: else the page would meet its own text as somebody else's.
  var saving = 0;
  var sent = null;
  function ours(event) { return event.detail.elt && event.detail.elt.hasAttribute("data-autosave"); }
  document.addEventListener("htmx:beforeSend", function (event) { if (ours(event)) { saving += 1; } });
  document.addEventListener("htmx:afterRequest", function (event) {
    if (!ours(event)) { return; }
    saving = Math.max(0, saving - 1);
    if (saving || !sent) { return; }
    var go = sent;
    sent = null;
    window.setTimeout(function () { go.form.requestSubmit(go.button); }, 0);
  });
  document.addEventListener("submit", function (event) {
    if (!saving || !event.target.querySelector("[data-autosave]")) { return; }
    event.preventDefault();
    event.stopPropagation();
    sent = { form: event.target, button: event.submitter };
  }, true);

  // A language that is new to somebody is answered at once.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-nothing-yet]") : null;
    if (!button) { return; }
    var inside = document.getElementById(button.dataset.nothingYet);
    Array.prototype.forEach.call(inside.querySelectorAll('input[value="none"]'), function (radio) { radio.checked = true; });
    button.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // A link to a field in a part that is folded opens it.
  function unfold() {
    var target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) { return; }
    var fold = target.closest("details");
    if (fold) { fold.open = true; }
    target.scrollIntoView({ block: "center" });
    target.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", unfold);
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", unfold); } else { unfold(); }
})();
