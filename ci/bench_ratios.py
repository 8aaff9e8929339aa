#!/usr/bin/env python3
"""Compares the client and the server with Redis in one run, so that the machine's speed drops out.

    ci/bench_ratios.py BIN [--seconds S] [--requests N]

BIN is the folder of spikelet-bench. Prints each figure beside its limit; needs redis-server and
redis-benchmark. The exit status is 0 also when a limit is missed: figures of a busy machine prove
nothing."""

import argparse
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import time


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def cpu_of_process(pid):
    """Seconds of CPU time, user and system."""
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run_redis(port, server, command, requests, options):
    """One redis-benchmark: operations/s, and CPU microseconds of both sides for each."""
    client_before, server_before = cpu_of_children(), cpu_of_process(server.pid)
    begin = time.monotonic()
    subprocess.run(["redis-benchmark", "-p", str(port), "-t", command, "-n", str(requests), "-r", "100000", "-q",
                    *options], check=True, stdout=subprocess.DEVNULL)
    took = time.monotonic() - begin
    return {"ops_per_s": requests / took,
            "client_cpu_us_per_op": (cpu_of_children() - client_before) / requests * 1e6,
            "server_cpu_us_per_op": (cpu_of_process(server.pid) - server_before) / requests * 1e6}


def run_redis_all(requests):
    port = free_port()
    server = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--appendonly", "no"],
                              stdout=subprocess.DEVNULL)
    try:
        for _ in range(100):
            if subprocess.run(["redis-cli", "-p", str(port), "ping"], capture_output=True).stdout == b"PONG\n":
                break
            time.sleep(0.05)
        else:
            sys.exit("redis-server does not answer")
        return {"single": run_redis(port, server, "set", requests, ["-c", "16"]),
                "pipelined": run_redis(port, server, "set", requests * 4, ["-c", "50", "-P", "16"])}
    finally:
        server.terminate()
        server.wait()


def run_spikelet(folder, seconds, *options):
    ran = subprocess.run([os.path.join(folder, "spikelet-bench"), "-t", str(seconds), "--json", *options],
                         check=True, capture_output=True, text=True)
    return json.loads(ran.stdout)


def report(what, value, limit, at_least=False):
    reached = value >= limit if at_least else value <= limit
    print(f"{what:<66} {value:12.2f}  {'>=' if at_least else '<='} {limit:12.2f}  {'reached' if reached else 'MISSED'}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bin")
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--requests", type=int, default=200000)
    asked = parser.parse_args()
    for needed in ("redis-server", "redis-benchmark", "redis-cli"):
        if shutil.which(needed) is None:
            sys.exit(f"{needed} is missing: install redis-server and redis-tools")

    redis = run_redis_all(asked.requests)
    sync = run_spikelet(asked.bin, asked.seconds, "--mode", "sync", "-c", "16", "-w", "RU,80")
    # As redis-benchmark does: 16 connections on one thread, a command on each.
    unpipelined = run_spikelet(asked.bin, asked.seconds, "--mode", "async", "-c", "16", "-w", "RU,80")
    direct_get = run_spikelet(asked.bin, asked.seconds, "--mode", "direct", "-c", "1", "-w", "RU,100")
    direct_put = run_spikelet(asked.bin, asked.seconds, "--mode", "direct", "-c", "1", "-w", "RU,0")
    pipelined = run_spikelet(asked.bin, asked.seconds, "--mode", "pipelined", "-c", "512", "-w", "RU,80")
    # Virtual machines stop for milliseconds now and then, which is all that a p99 shows then: short runs,
    # of which the least disturbed counts.
    halves = [run_spikelet(asked.bin, 0.5, "--mode", "pipelined", "-c", "1024", "-w", "RU,80", "-k", "10000",
                           "--rate", str(int(pipelined["ops_per_s"] / 2))) for _ in range(9)]
    half = min(halves, key=lambda run: run["p99_us"])
    single, piped = redis["single"], redis["pipelined"]
    for name, figures in (("redis, 16 connections", single), ("redis -P 16", piped), ("sync", sync),
                          ("async, unpipelined", unpipelined), ("direct gets", direct_get),
                          ("direct puts", direct_put), ("pipelined", pipelined), ("half of that load", half)):
        print(f"{name:<24} {figures['ops_per_s']:12.0f} operations/s   CPU us/operation: client "
              f"{figures['client_cpu_us_per_op']:7.2f}  server {figures['server_cpu_us_per_op']:7.2f}")
    print("p99 of the runs at half load, us: " + ", ".join(f"{run['p99_us']:.0f}" for run in halves))
    print()
    report("sync client CPU / redis-benchmark", sync["client_cpu_us_per_op"] / single["client_cpu_us_per_op"], 1)
    report("async client CPU, unpipelined / redis-benchmark",
           unpipelined["client_cpu_us_per_op"] / single["client_cpu_us_per_op"], 1)
    report("server CPU / redis-server, 16 connections on one thread",
           unpipelined["server_cpu_us_per_op"] / single["server_cpu_us_per_op"], 1)
    report("server CPU / redis-server, 16 threads with a connection each",
           sync["server_cpu_us_per_op"] / single["server_cpu_us_per_op"], 1)
    report("direct gets/s", direct_get["ops_per_s"], 1e6, at_least=True)
    report("direct puts/s", direct_put["ops_per_s"], 7e5, at_least=True)
    report("pipelined client CPU / redis-benchmark unpipelined",
           pipelined["client_cpu_us_per_op"] / single["client_cpu_us_per_op"], 0.32)
    report("pipelined operations/s / redis -P 16", pipelined["ops_per_s"] / piped["ops_per_s"], 1, at_least=True)
    report("p99 latency at half of the pipelined load, us", half["p99_us"], 1000)
    report("server CPU pipelined / redis -P 16", pipelined["server_cpu_us_per_op"] / piped["server_cpu_us_per_op"], 1.5)


if __name__ == "__main__":
    main()
