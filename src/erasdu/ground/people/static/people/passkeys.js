// Connects the forms with `data-passkey` to the sign-in library's own script (mfa/js/webauthn.js).
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    const forms = window.allauth && window.allauth.webauthn && window.allauth.webauthn.forms;
    const found = document.querySelector("form[data-passkey]");
    if (!forms || !found) { return; }
    const what = found.dataset;
    if (what.passkey === "login") {
      forms.loginForm({ ids: { login: "passkey_login", credential: "mfa_credential" } });
    } else if (what.passkey === "add") {
      forms.addForm({ ids: { add: what.button, passwordless: what.passwordless, credential: what.credential, data: "js_data" } });
      // Enter in the name would send the form without a passkey.
      found.addEventListener("submit", function (event) { event.preventDefault(); });
    } else {
      forms.authenticateForm({ ids: { authenticate: what.button, credential: what.credential, data: "js_data" } });
    }
    document.addEventListener("allauth.error", function (event) {
      event.preventDefault();
      const trouble = found.querySelector("[data-passkey-trouble]");
      if (trouble) { trouble.hidden = false; }
    });
  });
})();
