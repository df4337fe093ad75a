/* Runs before anything is drawn: the colours that the reader chose, else those of the device. */
(function () {
  var root = document.documentElement;
  root.classList.remove("no-js");
  root.classList.add("js");
  var chosen = null;
  try { chosen = localStorage.getItem("erasdu-theme"); } catch (e) { /* no storage: as the device */ }
  var dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.setAttribute("data-bs-theme", dark ? "dark" : "light");
})();
