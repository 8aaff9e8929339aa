// Runs the Node.js client's own test suite against a server. See README.md.

import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";

import { client_root, continue_on_suitable_node, here } from "./node_runtime.mjs";
import { start_server, time_scale } from "./server.mjs";

const usage = `usage: node run.mjs (--server PROGRAM | --hosts HOST:PORT) [options]

  --server PROGRAM     start PROGRAM for each file and end it afterwards
  --server-arg ARG     one more argument for PROGRAM, e.g. --server-arg=--trace (repeatable)
  --hosts HOST:PORT    use a server that already runs
  --files A,B          only these files of the suite, without extension; also those not yet in
  --grep REGEX         only tests whose full title matches; the completeness checks are left out
  --no-probe           do not try the excluded tests
  --strict             an excluded test that passes is a failure
  --json FILE          write every result to FILE
  --verbose            name the passed tests too, and show what the suite prints

SPIKELET_TEST_TIME_SCALE multiplies every time limit (1).`;

const file_limit_ms = 120_000;
const command_limit_ms = 1000; // totalTimeout of the suite's client

function read_options() {
  let values;
  try {
    ({ values } = parseArgs({
      options: {
        server: { type: "string" },
        "server-arg": { type: "string", multiple: true, default: [] },
        hosts: { type: "string" },
        files: { type: "string" },
        grep: { type: "string" },
        "no-probe": { type: "boolean", default: false },
        strict: { type: "boolean", default: false },
        json: { type: "string" },
        verbose: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }));
    if (!values.help && (values.server === undefined) === (values.hosts === undefined)) {
      throw new Error("give either --server or --hosts");
    }
  } catch (error) {
    console.error(`${error.message}\n\n${usage}`);
    process.exit(2);
  }
  if (values.help) {
    console.log(usage);
    process.exit(0);
  }
  return values;
}

function suite_files() {
  const names = new Set();
  for (const name of readdirSync(path.join(client_root, "test"))) {
    const match = /^([^.]+)\.(ts|js)$/.exec(name);
    if (match && match[1] !== "test_helper") names.add(match[1]);
  }
  return names;
}

/** Where the list and the package disagree on which files there are: sentences. */
function list_problems(files) {
  const present = suite_files();
  const problems = [];
  for (const name of present) {
    if (!(name in files)) problems.push(`expectations.json does not mention the suite's file ${name}`);
  }
  for (const name of Object.keys(files)) {
    if (!present.has(name)) problems.push(`expectations.json lists ${name}, which the suite does not have`);
  }
  return problems;
}

/** Runs one file in a process of its own; resolves to `{tests, results, trouble, printed}`. */
async function run_process(name, host_and_port, exclusions, mode, grep) {
  const folder = mkdtempSync(path.join(tmpdir(), "spikelet-interop-node-"));
  try {
    // The suite expects the package in its working folder, where it also leaves its log.
    writeFileSync(path.join(folder, "index.js"), `module.exports = require(${JSON.stringify(client_root)})\n`);
    const results_file = path.join(folder, "results");
    const colon = host_and_port.lastIndexOf(":");
    const child = spawn(
      process.execPath,
      [
        path.join(here, "suite_process.cjs"),
        JSON.stringify({
          file: path.join(client_root, "test", `${name}.js`),
          results: results_file,
          time_scale: time_scale(),
          mode,
          exclusions: exclusions.map(({ title, probe = true }) => ({ title, probe })),
          grep,
        }),
      ],
      {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          ...process.env,
          OPTIONS: [
            "--host", host_and_port.slice(0, colon), "--port", host_and_port.slice(colon + 1),
            "--totalTimeout", String(Math.ceil(command_limit_ms * time_scale())),
          ].join(" "),
        },
      },
    );
    let printed = "";
    child.stdout.on("data", (text) => (printed += text));
    child.stderr.on("data", (text) => (printed += text));
    let timed_out = false;
    const limit = setTimeout(() => {
      timed_out = true;
      child.kill("SIGKILL");
    }, file_limit_ms * time_scale());
    const how = await new Promise((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (status, signal) => resolve(signal ?? `status ${status}`));
    });
    clearTimeout(limit);

    const lines = existsSync(results_file) ? readFileSync(results_file, "utf8").split("\n") : [];
    const events = lines.filter((line) => line !== "").map((line) => JSON.parse(line));
    const broken = events.find((event) => event.event === "broken");
    let trouble = null;
    if (timed_out) trouble = "took too long and was ended";
    else if (broken) trouble = `could not be run: ${broken.error.stack ?? broken.error.message}`;
    else if (!events.some((event) => event.event === "end")) trouble = `ended early with ${how}`;
    const log_file = path.join(folder, "test.log");
    if (existsSync(log_file)) printed += readFileSync(log_file, "utf8");
    return {
      tests: events.filter((event) => event.event === "test"),
      results: events.filter((event) => event.event === "result"),
      trouble,
      printed,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same with a server of its own, or with the one that was named. */
async function run_against_server(options, name, exclusions, mode) {
  if (options.hosts !== undefined) {
    return run_process(name, options.hosts, exclusions, mode, options.grep);
  }
  const server = await start_server(options.server, { extra_arguments: options["server-arg"] });
  let outcome;
  let server_trouble;
  try {
    outcome = await run_process(name, server.hosts[0], exclusions, mode, options.grep);
  } finally {
    server_trouble = await server.stop();
  }
  if (server_trouble !== null) {
    outcome.trouble = outcome.trouble === null ? server_trouble : `${outcome.trouble}; ${server_trouble}`;
  }
  return outcome;
}

function indented(text, limit_lines = 12) {
  const lines = text.trimEnd().split("\n");
  const shown = lines.slice(0, limit_lines).map((line) => `      ${line}`);
  if (lines.length > limit_lines) shown.push(`      … ${lines.length - limit_lines} more lines`);
  return shown.join("\n");
}

function error_text(error) {
  const code = error.code === undefined ? "" : ` [${error.code}]`;
  const head = `${error.name ?? "Error"}: ${error.message}${code}`;
  // Only the suite's own lines of the stack tell where.
  const frames = (error.stack ?? "").split("\n").filter((line) => line.includes("/aerospike/test/"));
  return [head, ...frames.slice(0, 3)].join("\n").replaceAll(`${client_root}/`, "");
}

/** Judges one file of the list; resolves to what `print_file` shows. */
async function judge_file(options, name, entry) {
  // Of a file that is not in yet nothing is known: its tests are just run.
  const complete = entry.run && options.grep === undefined;
  const exclusions = entry.exclusions ?? [];
  const skips = (entry.skips ?? []).map((skip) => ({ ...skip, pattern: new RegExp(skip.title) }));

  const { tests, results, trouble, printed } = await run_against_server(options, name, exclusions, "included");
  const failures = [];
  const notes = [];
  const fail = (title, text) => failures.push({ title, text });

  if (trouble !== null) fail(`the file ${name}`, `${trouble}\n${printed}`);
  const included = tests.filter((test) => test.exclusion === null);
  const test_results = results.filter((result) => result.kind === "test");
  const passed = test_results.filter((result) => result.state === "passed");
  const skipped = test_results.filter((result) => result.state === "skipped");
  for (const result of results) {
    if (result.state === "failed") fail(result.title, error_text(result.error));
  }
  const skipped_why = new Set();
  for (const result of skipped) {
    const skip = skips.find((each) => each.pattern.test(result.title));
    if (skip !== undefined) skipped_why.add(skip.why);
    else if (entry.run) fail(result.title, "the suite skipped it, which expectations.json does not foresee");
  }
  const missing = included.length - test_results.length;
  if (missing > 0 && trouble === null) fail(`the file ${name}`, `${missing} of its tests did not run`);
  if (complete && trouble === null) {
    if (tests.length !== entry.tests) {
      fail(`the file ${name}`, `has ${tests.length} tests, and expectations.json says ${entry.tests}`);
    }
    exclusions.forEach((exclusion, index) => {
      if (!tests.some((test) => test.exclusion === index)) {
        fail(`the file ${name}`, `the exclusion /${exclusion.title}/ matches none of its tests`);
      }
    });
    for (const skip of skips) {
      if (!skipped.some((result) => skip.pattern.test(result.title))) {
        notes.push(`no test that matches /${skip.title}/ is skipped any more: remove it from the list`);
      }
    }
  }

  // What is excluded is tried all the same, unless it would pass whatever a server answers.
  const excluded = tests.filter((test) => test.exclusion !== null);
  const now_pass = [];
  if (!options["no-probe"] && excluded.some((test) => exclusions[test.exclusion].probe !== false)) {
    const probe = await run_against_server(options, name, exclusions, "excluded");
    for (const result of probe.results) {
      if (result.kind === "test" && result.state === "passed") now_pass.push(result.title);
    }
    results.push(...probe.results.map((result) => ({ ...result, probe: true })));
  }

  const by_feature = new Map();
  for (const test of excluded) {
    const feature = exclusions[test.exclusion].needs;
    by_feature.set(feature, (by_feature.get(feature) ?? 0) + 1);
  }
  return { passed, skipped, skipped_why, by_feature, failures, notes, now_pass, results, printed };
}

function print_file(options, name, verdict) {
  const parts = [];
  if (verdict.passed.length > 0) parts.push(`pass ${verdict.passed.length} tests`);
  if (verdict.failures.length > 0) parts.push(`FAIL ${verdict.failures.length}`);
  if (verdict.skipped.length > 0) {
    const why = [...verdict.skipped_why].join("; ");
    parts.push(`skipped by the suite ${verdict.skipped.length}${why && ` (${why})`}`);
  }
  for (const [feature, count] of verdict.by_feature) parts.push(`${count} need ${feature}`);
  console.log(`${name}: ${parts.join(", ")}`);
  if (options.verbose) {
    for (const result of verdict.passed) console.log(`    ok: ${result.title} (${result.duration_ms} ms)`);
    if (verdict.printed !== "") console.log(indented(verdict.printed, 1000));
  }
  for (const { title, text } of verdict.failures) {
    console.log(`  FAIL: ${title}\n${indented(text, 40)}`);
  }
  for (const note of verdict.notes) console.log(`  note: ${note}`);
  for (const title of verdict.now_pass) console.log(`  now passes: remove from the list: ${title}`);
}

async function main() {
  const options = read_options();
  continue_on_suitable_node();
  const { files } = JSON.parse(readFileSync(path.join(here, "expectations.json"), "utf8"));
  const problems = list_problems(files);
  problems.forEach((problem) => console.log(problem));

  let names = Object.keys(files).filter((name) => files[name].run);
  if (options.files !== undefined) {
    names = options.files.split(",");
    const unknown = names.filter((name) => !(name in files));
    if (unknown.length > 0) throw new Error(`the suite has no file ${unknown.join(", ")}`);
  }

  const totals = { passed: 0, failed: problems.length, skipped: 0, now_pass: 0 };
  const waiting = new Map(); // feature → number of tests
  const everything = {};
  for (const name of names) {
    const verdict = await judge_file(options, name, files[name]);
    print_file(options, name, verdict);
    everything[name] = verdict.results;
    totals.passed += verdict.passed.length;
    totals.failed += verdict.failures.length;
    totals.skipped += verdict.skipped.length;
    totals.now_pass += verdict.now_pass.length;
    for (const [feature, count] of verdict.by_feature) {
      waiting.set(feature, (waiting.get(feature) ?? 0) + count);
      totals.skipped += count;
    }
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(everything, null, 2)}\n`);

  for (const [feature, count] of waiting) console.log(`later work: ${feature}: ${count} tests excluded`);
  const later = Object.entries(files).filter(([, entry]) => !entry.run);
  if (options.files === undefined) {
    console.log(`later work: ${later.length} whole files: ${later.map(([name]) => name).join(", ")}`);
  }
  console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
  const failed = totals.failed > 0 || totals.passed === 0 || (options.strict && totals.now_pass > 0);
  process.exit(failed ? 1 : 0);
}

main().catch((error) => {
  console.error(error.message);
  process.exit(2);
});
