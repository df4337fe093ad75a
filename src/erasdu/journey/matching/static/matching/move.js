/* Dragging a learner to another place or bed: the forms of the page of moving, in a drawer to drop on.
   Without script, and with the keyboard, the same sign is a link to that page. */
(function () {
  "use strict";
  var drawer = document.getElementById("match-drawer");
  if (!drawer || !window.PointerEvent || !window.fetch) { return; }
  var FAR = 8; // pixels before a press becomes a drag
  var EDGE = 48; // of the drawer, near which it scrolls
  var drag = null;
  var dropped = false;
  var from = null;

  function targetAt(x, y) {
    var at = document.elementFromPoint(x, y);
    return at ? at.closest("#match-drawer [data-target]") : null;
  }

  function mark(target) {
    var old = drawer.querySelector(".match-over");
    if (old && old !== target) { old.classList.remove("match-over"); }
    if (target) { target.classList.add("match-over"); }
  }

  function close() {
    drawer.hidden = true;
    drawer.textContent = "";
    document.body.classList.remove("match-dragging");
    if (from) { from.focus(); from = null; }
  }

  function fill(html) {
    var page = new DOMParser().parseFromString(html, "text/html");
    var found = page.getElementById("targets");
    var head = page.querySelector("h1");
    drawer.textContent = "";
    var bar = document.createElement("div");
    bar.className = "match-bar";
    if (head) { var title = document.createElement("h2"); title.textContent = head.textContent; bar.appendChild(title); }
    var shut = document.createElement("button");
    shut.type = "button";
    shut.className = "btn btn-secondary btn-small";
    shut.textContent = drawer.dataset.close;
    shut.addEventListener("click", close);
    bar.appendChild(shut);
    drawer.appendChild(bar);
    if (!found) { drawer.appendChild(document.createTextNode(drawer.dataset.failed)); return; }
    Array.prototype.forEach.call(found.querySelectorAll('input[name="to"]'), function (input) { input.value = ""; });
    drawer.appendChild(document.importNode(found, true));
  }

  function open(link) {
    drawer.hidden = false;
    drawer.textContent = "…";
    from = link;
    var asked = fetch(link.href, { credentials: "same-origin", headers: { Accept: "text/html" } });
    asked.then(function (answer) { return answer.ok ? answer.text() : Promise.reject(); }).then(fill).catch(function () {
      drawer.textContent = drawer.dataset.failed;
    });
  }

  function begin(event) {
    drag.started = true;
    drag.ghost = document.createElement("div");
    drag.ghost.className = "match-ghost";
    drag.ghost.textContent = drag.link.dataset.move;
    document.body.appendChild(drag.ghost);
    document.body.classList.add("match-dragging");
    open(drag.link);
    follow(event);
  }

  function follow(event) {
    drag.ghost.style.transform = "translate(" + (event.clientX + 12) + "px," + (event.clientY + 12) + "px)";
    var box = drawer.getBoundingClientRect();
    if (event.clientX >= box.left && event.clientX <= box.right) {
      if (event.clientY < box.top + EDGE) { drawer.scrollTop -= 14; }
      else if (event.clientY > box.bottom - EDGE) { drawer.scrollTop += 14; }
    }
    mark(targetAt(event.clientX, event.clientY));
  }

  function end(event, drops) {
    if (!drag) { return; }
    var done = drag;
    drag = null;
    if (!done.started) { return; }
    done.ghost.remove();
    document.body.classList.remove("match-dragging");
    mark(null);
    dropped = true;
    window.setTimeout(function () { dropped = false; }, 0);
    var target = drops ? targetAt(event.clientX, event.clientY) : null;
    if (target) { target.querySelector("form").requestSubmit(); }
  }

  document.addEventListener("pointerdown", function (event) {
    var link = event.target.closest("[data-move]");
    if (!link || event.button !== 0) { return; }
    drag = { link: link, x: event.clientX, y: event.clientY, started: false, ghost: null };
    if (event.target.hasPointerCapture && event.target.hasPointerCapture(event.pointerId)) {
      event.target.releasePointerCapture(event.pointerId);
    }
  });
  document.addEventListener("pointermove", function (event) {
    if (!drag) { return; }
    if (drag.started) { follow(event); event.preventDefault(); }
    else if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > FAR) { begin(event); }
  });
  document.addEventListener("pointerup", function (event) { end(event, true); });
  document.addEventListener("pointercancel", function (event) { end(event, false); });
  document.addEventListener("click", function (event) {
    if (dropped && event.target.closest("[data-move]")) { event.preventDefault(); }
  }, true);
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && !drawer.hidden) { end(event, false); close(); }
  });
})();
