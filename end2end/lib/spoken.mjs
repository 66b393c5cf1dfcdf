// What a screen reader is given: Chromium's own accessibility tree, not a guess from the markup.

// Every node that is not ignored, in the order of reading: role, name, description, properties, and the nodes above it.
export async function spoken(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send("Accessibility.getFullAXTree");
  await session.detach();
  const byId = new Map(nodes.map((node) => [node.nodeId, node]));
  const found = [];
  const visit = (node, above) => {
    const here = node.ignored ? above : [...above, told(node)];
    if (!node.ignored) found.push({ ...here.at(-1), above });
    for (const child of node.childIds ?? []) if (byId.has(child)) visit(byId.get(child), here);
  };
  visit(nodes.find((node) => !node.parentId), []);
  return found;
}

const told = (node) => ({
  dom: node.backendDOMNodeId,
  role: node.role?.value,
  name: node.name?.value ?? "",
  description: node.description?.value ?? "",
  ...Object.fromEntries((node.properties ?? []).map(({ name, value }) => [name, value.value])),
});

export const withRole = (nodes, role) => nodes.filter((node) => node.role === role);
// The nodes inside another.
export const inside = (nodes, outer) => nodes.filter((node) => node.above.some(({ dom }) => dom === outer.dom));
// All the text read inside a node.
export const textIn = (nodes, outer) => inside(nodes, outer).filter(({ role }) => role === "StaticText").map(({ name }) => name).join(" ");
