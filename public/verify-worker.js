// Verifies an assembly away from the page, so that the page stays alive. It has the whole zip in its memory and sends it nowhere:
// it answers with what the verifier says, and on the way the verifier tells how far it is.
import wake, { verify_assembly } from "/pkg/voix-verify.js";

self.onmessage = async ({ data: { bytes, key, lang, change } }) => {
  try {
    await wake({ module_or_path: "/pkg/voix-verify_bg.wasm" });
    self.postMessage(verify_assembly(bytes, key, lang, change));
  } catch {
    self.postMessage("");
  }
};
