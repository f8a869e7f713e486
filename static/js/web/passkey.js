// Passkeys: the browser's own dialogue, with the bytes written the way that JSON can carry.
import { $, enhance } from "../dom.js";

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (char) => char.charCodeAt(0));
const base64 = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)));
const text = (buffer) => base64(buffer).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list = []) => list.map((one) => ({ ...one, id: bytes(one.id) }));

function decoded({ publicKey }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (options.user) options.user = { ...options.user, id: bytes(options.user.id) };
  if (options.allowCredentials) options.allowCredentials = known(options.allowCredentials);
  if (options.excludeCredentials) options.excludeCredentials = known(options.excludeCredentials);
  return { publicKey: options };
}

function encoded(credential) {
  const { response } = credential;
  const out = { clientDataJSON: text(response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[part]) out[part] = text(response[part]);
  }
  if (response.getTransports) out.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response: out,
    clientExtensionResults: credential.getClientExtensionResults(),
    authenticatorAttachment: credential.authenticatorAttachment || undefined,
  };
}

async function optionsOf(form) {
  if (form.dataset.passkeyOptions) return JSON.parse(form.dataset.passkeyOptions);
  const answer = await fetch(form.dataset.passkeyUrl, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = decoded(await optionsOf(form));
  if (form.dataset.passkey === "get") return navigator.credentials.get(options);
  options.publicKey.authenticatorSelection = {
    ...options.publicKey.authenticatorSelection,
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  };
  return navigator.credentials.create(options);
}

enhance("form[data-passkey]", (form) => {
  const failed = $("[data-failed]", form);
  if (!window.PublicKeyCredential) {
    failed.hidden = false;
    return;
  }
  form.addEventListener("submit", async (event) => {
    const field = $("[data-credential]", form);
    if (field.value) return;
    event.preventDefault();
    failed.hidden = true;
    try {
      field.value = JSON.stringify(encoded(await ask(form)));
      form.submit();
    } catch {
      failed.hidden = false;
      delete form.dataset.sending;
      $("button", form).removeAttribute("aria-busy");
    }
  });
});
