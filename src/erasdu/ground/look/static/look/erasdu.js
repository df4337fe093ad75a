/* Small help for pages that all work without it. */
(function () {
  "use strict";
  var store = { get: function (area, key) { try { return area().getItem(key); } catch (e) { return null; } },
    set: function (area, key, value) { try { area().setItem(key, value); } catch (e) { /* no storage */ } },
    drop: function (area, key) { try { area().removeItem(key); } catch (e) { /* no storage */ } } };
  var local = function () { return window.localStorage; };
  var session = function () { return window.sessionStorage; };
  var each = function (selector, act, root) { Array.prototype.forEach.call((root || document).querySelectorAll(selector), act); };

  // -- colours ---------------------------------------------------------------------------------
  var device = window.matchMedia("(prefers-color-scheme: dark)");
  function paint() {
    var chosen = store.get(local, "erasdu-theme");
    var dark = chosen ? chosen === "dark" : device.matches;
    document.documentElement.setAttribute("data-bs-theme", dark ? "dark" : "light");
    each("[data-theme-choice]", function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === (chosen || "auto")));
    });
  }
  device.addEventListener("change", paint);

  // -- menus -----------------------------------------------------------------------------------
  function closeMenus(except) {
    each("details.fold-menu[open]", function (menu) { if (menu !== except) { menu.open = false; } });
  }

  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : document.body;
    closeMenus(target.closest("details.fold-menu"));
    var theme = target.closest("[data-theme-choice]");
    if (theme) {
      if (theme.dataset.themeChoice === "auto") { store.drop(local, "erasdu-theme"); }
      else { store.set(local, "erasdu-theme", theme.dataset.themeChoice); }
      paint();
    }
    var toggle = target.closest("[data-toggles]");
    if (toggle) {
      var open = document.getElementById(toggle.dataset.toggles).classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
    }
    if (target.closest("[data-print]")) { window.print(); }
    var copy = target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim()).then(function () {
        copy.textContent = copy.dataset.copied || copy.textContent;
      });
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    each("details.fold-menu[open] > summary", function (summary) { summary.parentNode.open = false; summary.focus(); });
  });
  document.addEventListener("change", function (event) {
    var all = event.target.closest("[data-ticks]");
    if (all) { each('input[type="checkbox"][name="' + all.dataset.ticks + '"]', function (box) { box.checked = all.checked; }); }
  });

  // -- how much may still be typed ---------------------------------------------------------------
  function count(area) {
    var limit = Number(area.dataset.limit);
    var length = Array.from(area.value).length;
    var note = document.getElementById(area.id + "_count");
    if (!note) { return; }
    note.hidden = length < limit * 0.8;
    note.textContent = length + " / " + limit;
    note.classList.toggle("too-long", length > limit);
  }
  document.addEventListener("input", function (event) {
    if (event.target.matches("[data-limit]")) { count(event.target); }
  });

  // -- what was typed survives a sign-in that came in between -------------------------------------
  // A form is remembered when it is sent. Only a page that says so (sign-in, "open too long") keeps the memory;
  // any other page shows that the form arrived, and forgets it.
  // Kept for half an hour and in this tab only; signing out forgets it at once: the next person may sit here.
  var KEPT = "erasdu-typed";
  var HALF_AN_HOUR = 30 * 60 * 1000;
  var skip = /^(csrfmiddlewaretoken|form_key|revision)$|password|code|token/;
  function keeps() { return document.body.hasAttribute("data-keep-typed") || location.pathname.indexOf("/accounts/") === 0; }
  function formsOf(page) { return page.querySelectorAll('main form[method="post"]'); }
  function named(form) { return form.id || form.getAttribute("action") || "form"; }
  function remember(form) {
    if (form.matches(".sign-out")) { store.drop(session, KEPT); return; }
    if (!form.closest("main") || keeps()) { return; }
    var values = [];
    new FormData(form).forEach(function (value, name) {
      if (typeof value === "string" && value && !skip.test(name)) { values.push([name, value]); }
    });
    if (values.length) {
      store.set(session, KEPT, JSON.stringify({ page: location.pathname, form: named(form), values: values, at: Date.now() }));
    }
  }
  function putBack(form, values) {
    each("input, textarea, select", function (input) {
      if (skip.test(input.name) || input.type === "hidden" || input.type === "file") { return; }
      var kept = values.filter(function (pair) { return pair[0] === input.name; }).map(function (pair) { return pair[1]; });
      if (input.type === "checkbox" || input.type === "radio") { input.checked = kept.indexOf(input.value) >= 0; }
      else if (kept.length) { input.value = kept[0]; }
    }, form);
  }
  function recall() {
    var kept = JSON.parse(store.get(session, KEPT) || "null");
    if (!kept) { return; }
    if (Date.now() - kept.at > HALF_AN_HOUR) { store.drop(session, KEPT); return; }
    if (keeps()) {
      kept.waiting = true;
      store.set(session, KEPT, JSON.stringify(kept));
      return;
    }
    if (kept.waiting && location.pathname !== kept.page) { return; }
    store.drop(session, KEPT);
    if (!kept.waiting) { return; }
    Array.prototype.forEach.call(formsOf(document), function (form) {
      if (named(form) !== kept.form) { return; }
      putBack(form, kept.values);
      var note = document.getElementById("put-back");
      if (note) { note.hidden = false; form.parentNode.insertBefore(note, form); note.focus(); }
    });
  }

  // -- a form goes once ---------------------------------------------------------------------------
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    remember(form);
    if (event.submitter) { event.submitter.setAttribute("aria-busy", "true"); }
  });
  window.addEventListener("pageshow", function () {
    each("form[data-sent]", function (form) { delete form.dataset.sent; });
    each("[aria-busy]", function (button) { button.removeAttribute("aria-busy"); });
  });

  function start() {
    paint();
    recall();
    each("[data-limit]", count);
    var first = document.querySelector("[data-focus]");
    if (first) { first.focus(); }
  }
  if (document.readyState === "loading") { document.addEventListener("DOMContentLoaded", start); } else { start(); }
  document.addEventListener("htmx:afterSwap", function () { each("[data-limit]", count); });
})();
