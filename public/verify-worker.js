// Verifies an assembly away from the page, so that the page stays alive. It has the whole zip in its memory and sends it nowhere:
// what it answers is what the verifier says, and on the way how far it is, in hundredths.
import wake, { verify_assembly } from "/pkg/voix-verify.js";

self.onmessage = async ({ data: { bytes, key, lang, change } }) => {
  try {
    await wake();
    self.postMessage(verify_assembly(bytes, key, lang, change, (percent) => self.postMessage(percent)));
  } catch {
    self.postMessage("");
  }
};
