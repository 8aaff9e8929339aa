// Starts and ends the server under test.

import { spawn } from "node:child_process";
import process from "node:process";
import { createInterface } from "node:readline";

/** A positive factor for every time limit: a server with sanitizers, or a busy machine, needs more. */
export function time_scale() {
  const text = process.env.SPIKELET_TEST_TIME_SCALE ?? "1";
  const scale = Number(text);
  if (!(scale > 0)) throw new Error(`SPIKELET_TEST_TIME_SCALE is "${text}", not a positive number`);
  return scale;
}

function within(milliseconds, what, promise) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/**
 * Starts `program` on free ports and resolves when every node accepts, to
 * `{hosts: ["HOST:PORT", …], stop}`. `stop()` sends SIGTERM and resolves to null when the server ended
 * with status 0, else to a sentence on how it ended.
 */
export async function start_server(program, { nodes = 1, extra_arguments = [] } = {}) {
  const args = [
    "--listen", "127.0.0.1", "--port", "0", "--nodes", String(nodes),
    "--namespace", "test", "--namespace", "bar", "--exit-with-parent", ...extra_arguments,
  ];
  const server = spawn(program, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise((resolve, reject) => {
    server.on("error", (error) => reject(new Error(`cannot start ${program}: ${error.message}`)));
    server.on("exit", (status, signal) => resolve(signal ?? `status ${status}`));
  });
  const ready = new Promise((resolve) => {
    createInterface({ input: server.stdout }).on("line", (line) => {
      const match = /^ready (\S+)$/.exec(line);
      if (match) resolve(match[1].split(","));
    });
  });
  const failed = ended.then((how) => {
    throw new Error(`${program} ended before it was ready: ${how}`);
  });
  failed.catch(() => {}); // also rejects long after the race below is decided
  const limit = 30_000 * time_scale();
  let hosts;
  try {
    hosts = await within(limit, `${program} was not ready`, Promise.race([ready, failed]));
  } catch (error) {
    server.kill("SIGKILL");
    throw error;
  }
  const stop = async () => {
    if (server.exitCode !== null || server.signalCode !== null) {
      return `the server ended by itself: ${await ended}`;
    }
    server.kill("SIGTERM");
    try {
      const how = await within(limit, "the server did not end after SIGTERM", ended);
      return how === "status 0" ? null : `the server ended with ${how} after SIGTERM`;
    } catch (error) {
      server.kill("SIGKILL");
      return error.message;
    }
  };
  return { hosts, stop };
}
