// Carries an authorization response on to the client, once. A response brought back by the Back button was sent
// before, and a client that is shown a code twice has to treat it as stolen.
const form = document.forms[0];
const [navigation] = performance.getEntriesByType("navigation");

form.addEventListener("submit", () => {
  form.querySelector("button").disabled = true;
});
if (navigation?.type !== "back_forward") form.requestSubmit();
