// Installs the client and its test suite into node_modules, once for each package-lock.json, and
// compiles the suite. Safe to run at once from several build trees: they wait for each other.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { can_fetch, client_root, here, is_suitable, stamp_file } from "./node_runtime.mjs";

const runtime_root = path.join(here, "runtime");
const runtime_stamp_file = path.join(runtime_root, "node_modules", ".spikelet-setup");
const lock_file = path.join(here, ".setup.lock");

function fingerprint(...files) {
  const hash = createHash("sha256").update(`${process.platform}-${process.arch}\n`);
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}

function is_installed(stamp, expected) {
  return existsSync(stamp) && readFileSync(stamp, "utf8") === expected;
}

function install(folder) {
  const run = spawnSync("npm", ["ci"], { cwd: folder, stdio: ["ignore", "inherit", "inherit"] });
  if (run.status !== 0) {
    throw new Error(`npm ci in ${folder} failed: ${run.error ?? `status ${run.status}`}`);
  }
}

// The package carries one native library for each system and Node.js: 200 MB that this machine cannot use.
function remove_foreign_libraries() {
  const bindings = path.join(client_root, "lib", "binding");
  for (const name of readdirSync(bindings)) {
    if (!name.endsWith(`-${process.platform}-${process.arch}`)) {
      rmSync(path.join(bindings, name), { recursive: true });
    }
  }
}

// The suite is TypeScript. Types are left unchecked: they need type packages and say nothing about a server.
function compile_suite() {
  const ts = createRequire(import.meta.url)("typescript");
  const options = {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    esModuleInterop: true,
    rewriteRelativeImportExtensions: true,
  };
  const root = path.join(client_root, "test");
  for (const name of readdirSync(root, { recursive: true })) {
    if (!name.endsWith(".ts") || name.endsWith(".d.ts")) continue;
    const source = path.join(root, name);
    const compiled = ts.transpileModule(readFileSync(source, "utf8"), {
      fileName: source,
      compilerOptions: options,
    });
    writeFileSync(source.replace(/\.ts$/, ".js"), compiled.outputText);
  }
}

function setup() {
  if (!is_suitable()) {
    if (!can_fetch()) {
      throw new Error(
        `Node.js ${process.versions.node} cannot load the client (needs 20.19+, 22.12+, 24 or 25), ` +
          `and there is no other for ${process.platform}-${process.arch}.`,
      );
    }
    const expected = fingerprint(path.join(runtime_root, "package-lock.json"));
    if (!is_installed(runtime_stamp_file, expected)) {
      install(runtime_root);
      writeFileSync(runtime_stamp_file, expected);
    }
  }
  const expected = fingerprint(path.join(here, "package-lock.json"), fileURLToPath(import.meta.url));
  if (is_installed(stamp_file, expected)) return;
  install(here);
  remove_foreign_libraries();
  compile_suite();
  writeFileSync(stamp_file, expected);
}

if (process.argv.includes("--locked")) {
  setup();
} else {
  // The lock belongs to the process, so one that dies leaves nothing behind to clean up.
  const run = spawnSync(
    "flock",
    [lock_file, process.execPath, fileURLToPath(import.meta.url), "--locked"],
    { stdio: "inherit" },
  );
  if (run.error) throw run.error;
  process.exit(run.status ?? 1);
}
