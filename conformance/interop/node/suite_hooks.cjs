// Loaded before each file of the suite. The suite's own global hook starts to connect without waiting for
// the outcome, and some of its tests leave commands behind that nobody waits for; with these two hooks each
// test finds the client connected, and no test's command outlives the client.

"use strict";

const path = require("node:path");

const poll_ms = 5;

async function until(condition) {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, poll_ms));
}

let helper;

after(async function commands_are_done() {
  // Twice: the callback of the last command may send another one.
  for (let round = 0; round < 2; ++round) {
    await until(() => {
      const { inFlight, queued } = helper.client.stats().commands;
      return inFlight === 0 && queued === 0;
    });
    await new Promise((resolve) => setImmediate(resolve));
  }
});

// Registers the suite's global hooks: its `before` ahead of ours, its `after` behind ours.
helper = require(path.join(__dirname, "node_modules", "aerospike", "test", "test_helper.js"));

before(async function client_is_connected() {
  await until(
    () =>
      helper.client.isConnected(false) &&
      helper.cluster.build !== "" &&
      helper.cluster.namespaceInfo.config !== undefined,
  );
});
