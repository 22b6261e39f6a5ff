// Passkeys (WebAuthn, level 2): a form with data-passkey asks the server for a question, the device for the answer,
// and sends the answer as any form does. Where there are no passkeys the form stays hidden.

const FAILED = "لم يكتمل ذلك: أغلقت النافذة، أو مضى الوقت، أو ليس في هذا الجهاز مفتاح لهذا الموقع.";
const isAddress = /^[\d.]+$|:/.test(location.hostname.replace(/^\[|\]$/g, "")); // a passkey belongs to a name

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const withBytes = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));

async function question(form) {
  const token = form.elements.csrfmiddlewaretoken.value;
  const answer = await fetch(form.dataset.question, { method: "POST", headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(String(answer.status));
  const asked = await answer.json();
  asked.challenge = bytes(asked.challenge);
  if (asked.user) asked.user.id = bytes(asked.user.id);
  if (asked.allowCredentials) asked.allowCredentials = withBytes(asked.allowCredentials);
  if (asked.excludeCredentials) asked.excludeCredentials = withBytes(asked.excludeCredentials);
  return asked;
}

function inLetters(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = letters(credential.response[part]);
  }
  const { id, type } = credential;
  return JSON.stringify({ id, type, rawId: letters(credential.rawId), response, clientExtensionResults: {} });
}

async function answer(form) {
  const complaint = form.querySelector("[role=alert]");
  complaint.hidden = true;
  try {
    const publicKey = await question(form);
    const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
    form.elements.answer.value = inLetters(credential);
    form.submit();
  } catch {
    complaint.textContent = FAILED;
    complaint.hidden = false;
  }
}

if (window.PublicKeyCredential && !isAddress) {
  document.querySelector("[data-passkey-missing]")?.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      answer(form);
    });
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
