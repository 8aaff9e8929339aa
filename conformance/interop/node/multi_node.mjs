// Checks that the client finds every node of a cluster from one seed and that its commands reach the
// master of each record: what each node counted must add up. See README.md.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import process from "node:process";
import { parseArgs } from "node:util";

import { continue_on_suitable_node } from "./node_runtime.mjs";
import { start_server, time_scale } from "./server.mjs";

const node_count = 3;
const key_count = 500;
const share_min = key_count / node_count / 2; // of one node; the keys are fixed, so is what each node gets

function read_options() {
  try {
    const { values } = parseArgs({
      options: {
        server: { type: "string" },
        "server-arg": { type: "string", multiple: true, default: [] },
      },
    });
    if (values.server === undefined) throw new Error("--server is missing");
    return values;
  } catch (error) {
    console.error(`${error.message}\n\nusage: node multi_node.mjs --server PROGRAM [--server-arg ARG]…`);
    process.exit(2);
  }
}

/** `namespace/test` of every node as numbers: `[{name, statistics}]`. */
async function statistics_of_nodes(client) {
  const all = [];
  for (const node of client.getNodes()) {
    const answer = await client.infoNode("namespace/test", node);
    const pairs = answer.trim().split("\t")[1].split(";");
    const statistics = Object.fromEntries(
      pairs.map((pair) => [pair.slice(0, pair.indexOf("=")), Number(pair.slice(pair.indexOf("=") + 1))]),
    );
    all.push({ name: node.name, statistics });
  }
  return all;
}

const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

/** What each node has of `statistic`; the whole must be `total` and, of a nonzero whole, each its share. */
async function check_spread(client, statistic, total) {
  const counts = (await statistics_of_nodes(client)).map(({ name, statistics }) => {
    assert.ok(Number.isInteger(statistics[statistic]), `node ${name} tells no ${statistic}`);
    return statistics[statistic];
  });
  console.log(`${statistic}: ${counts.join(" + ")}`);
  assert.equal(sum(counts), total, `sum of ${statistic} over the nodes`);
  if (total > 0) {
    for (const count of counts) assert.ok(count >= share_min, `a node has only ${count} of ${statistic}`);
  }
}

async function check(client, aerospike) {
  const nodes = client.getNodes();
  console.log(`nodes: ${nodes.map(({ name, address }) => `${name} at ${address}`).join(", ")}`);
  assert.equal(new Set(nodes.map(({ name }) => name)).size, node_count, "nodes found from one seed");
  assert.equal(new Set(nodes.map(({ address }) => address)).size, node_count, "addresses of the nodes");

  const keys = Array.from({ length: key_count }, (_, i) => new aerospike.Key("test", "demo", `multi_node/${i}`));
  await Promise.all(keys.map((key, i) => client.put(key, { i, s: `value ${i}` })));
  await check_spread(client, "client_write_success", key_count);
  await check_spread(client, "master_objects", key_count);

  const records = await Promise.all(keys.map((key) => client.get(key)));
  records.forEach(({ bins, gen }, i) => {
    assert.deepEqual({ ...bins }, { i, s: `value ${i}` });
    assert.equal(gen, 1);
  });
  await check_spread(client, "client_read_success", key_count);

  await Promise.all(keys.map((key) => client.remove(key)));
  await check_spread(client, "client_delete_success", key_count);
  await check_spread(client, "master_objects", 0);
  const present = await Promise.all(keys.map((key) => client.exists(key)));
  assert.equal(present.filter(Boolean).length, 0, "records left after removing all");

  for (const { name, asyncConnections } of client.stats().nodes) {
    assert.ok(asyncConnections.opened > 0, `no command connection to node ${name}`);
  }
}

async function main() {
  const options = read_options();
  continue_on_suitable_node();
  const aerospike = createRequire(import.meta.url)("aerospike");
  const server = await start_server(options.server, {
    nodes: node_count,
    extra_arguments: options["server-arg"],
  });
  let failure = null;
  try {
    assert.equal(server.hosts.length, node_count, "addresses in the server's ready line");
    const limits = { totalTimeout: Math.ceil(1000 * time_scale()) };
    const client = await aerospike.connect({
      hosts: server.hosts[0],
      policies: { read: limits, write: limits, remove: limits, info: limits },
      maxConnsPerNode: 2 * key_count, // every command of a round is on its way at once
    });
    try {
      await check(client, aerospike);
    } finally {
      await client.close();
    }
  } catch (error) {
    failure = error;
  }
  const server_trouble = await server.stop();
  if (failure !== null) console.log(failure.stack);
  if (server_trouble !== null) console.log(server_trouble);
  const passed = failure === null && server_trouble === null;
  console.log(passed ? "1 passed, 0 failed" : "0 passed, 1 failed");
  process.exit(passed ? 0 : 1);
}

await main();
