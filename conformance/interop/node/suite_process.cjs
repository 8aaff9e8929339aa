// Runs one file of the suite with Mocha and writes what happened, one JSON object a line. A process of
// its own, so that a crash of the client's native library costs one file only.
//
// Its only argument is a JSON object: {file, results, time_scale, mode, exclusions: [{title, probe}], grep?}.
// `mode` is "included" (the tests that match no exclusion's `title`) or "excluded" (those whose first match
// is to be probed); `grep` narrows both.

"use strict";

const fs = require("node:fs");
const path = require("node:path");
const process = require("node:process");
const Mocha = require("mocha");

const job = JSON.parse(process.argv[2]);
const output = fs.openSync(job.results, "a");

function emit(event) {
  fs.writeSync(output, `${JSON.stringify(event)}\n`);
}

function describe_error(error) {
  if (error === null || typeof error !== "object") return { message: String(error) };
  const { name, message, code, stack } = error;
  return { name, message, code, stack };
}

const { EVENT_TEST_PASS, EVENT_TEST_FAIL, EVENT_TEST_PENDING, EVENT_RUN_END } = Mocha.Runner.constants;

class ResultWriter {
  constructor(runner) {
    const report = (state) => (runnable, error) =>
      emit({
        event: "result",
        state,
        kind: runnable.type, // "test" or "hook"
        title: runnable.fullTitle(),
        duration_ms: runnable.duration,
        error: error === undefined ? undefined : describe_error(error),
      });
    runner.on(EVENT_TEST_PASS, report("passed"));
    runner.on(EVENT_TEST_FAIL, report("failed"));
    runner.on(EVENT_TEST_PENDING, report("skipped"));
    runner.once(EVENT_RUN_END, () => emit({ event: "end" }));
  }
}

const wanted = new RegExp(job.grep ?? "");
const patterns = job.exclusions.map(({ title }) => new RegExp(title));

function exclusion_of(test) {
  const index = patterns.findIndex((pattern) => pattern.test(test.fullTitle()));
  return index < 0 ? null : index;
}

// Announces every test and keeps those of this mode. Time limits are scaled here, after the suite set them.
function prepare(suite) {
  for (const hooks of [suite._beforeAll, suite._beforeEach, suite._afterEach, suite._afterAll]) {
    for (const hook of hooks) hook.timeout(hook.timeout() * job.time_scale);
  }
  suite.tests = suite.tests.filter((test) => {
    if (!wanted.test(test.fullTitle())) return false;
    test.timeout(test.timeout() * job.time_scale);
    const exclusion = exclusion_of(test);
    emit({ event: "test", title: test.fullTitle(), exclusion });
    if (job.mode === "included") return exclusion === null;
    return exclusion !== null && job.exclusions[exclusion].probe;
  });
  suite.suites.forEach(prepare);
}

async function main() {
  const mocha = new Mocha({ ui: "bdd", reporter: ResultWriter, retries: 0, color: false });
  mocha.addFile(path.join(__dirname, "suite_hooks.cjs"));
  mocha.addFile(job.file);
  await mocha.loadFilesAsync();
  prepare(mocha.suite);
  emit({ event: "loaded" });
  // As Mocha's own command line does: a promise that nobody waits for fails the test during which it rejects.
  process.on("unhandledRejection", (reason) => {
    throw reason;
  });
  mocha.run(() => process.exit(0)); // the results are in the file; event loops of the client may remain
}

main().catch((error) => {
  emit({ event: "broken", error: describe_error(error) });
  process.exit(1);
});
