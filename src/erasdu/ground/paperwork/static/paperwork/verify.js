// Computes the hash of a chosen file here, so that the file stays on the device; only the hash is looked up.
// Without this script, or where the browser cannot do it, the form sends the file.
(() => {
  const form = document.getElementById("verify-form");
  const answer = document.getElementById("answer");
  const send = document.getElementById("verify-send");
  if (!form || !window.crypto || !window.crypto.subtle) return;
  const input = form.querySelector("input[type=file]");
  const main = form.querySelector("button.btn-primary");
  document.getElementById("verify-stays").hidden = false;
  document.getElementById("verify-sent").hidden = true;

  const hashOf = async (file) => {
    const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  const show = async (hash) => {
    const page = await fetch(`${form.action}?sha256=${hash}`, { credentials: "same-origin" });
    const found = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("answer");
    if (!found) throw new Error("no answer");
    answer.replaceChildren(...found.childNodes);
    send.hidden = !answer.querySelector("[data-answer=unknown_hash]");
    answer.focus();
    answer.scrollIntoView({ block: "start" });
  };

  input.addEventListener("change", () => {
    answer.replaceChildren();
    send.hidden = true;
  });

  form.addEventListener("submit", async (event) => {
    if (event.submitter === send || !input.files.length || form.dataset.whole) return;
    event.preventDefault();
    main.setAttribute("aria-busy", "true");
    try {
      await show(await hashOf(input.files[0]));
    } catch {
      form.dataset.whole = "1"; // the browser cannot read it this way: send it
      form.requestSubmit(main);
    } finally {
      main.removeAttribute("aria-busy");
    }
  });
})();
