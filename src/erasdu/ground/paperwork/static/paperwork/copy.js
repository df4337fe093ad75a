// Puts a text on the clipboard and says so on the button.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy);
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      button.textContent += " ✓";
    } catch {
      document.execCommand("copy");
    }
  });
}
