// Questions that only apply after another answer show when it is given; without script all of them show.
(() => {
  const form = document.getElementById("sign");
  if (!form) return;
  const rules = [...form.querySelectorAll("[data-only-when]")].map((input) => {
    const [name, value] = input.dataset.onlyWhen.split("=");
    return { box: input.closest(".field") || input, name, value };
  });
  const show = () => {
    for (const rule of rules) {
      const chosen = form.querySelector(`[name="${rule.name}"]:checked`);
      rule.box.hidden = !chosen || chosen.value !== rule.value;
    }
  };
  form.addEventListener("change", show);
  show();
})();
