#!/usr/bin/env python3
"""Times `threatline` beside Graphviz `dot -Tsvg` on the same graphs: whole processes, in turns.

usage: benches/against_dot.py [RUNS]      needs target/release/threatline, and `dot` on the PATH
"""
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = ROOT / "target/release/threatline"


def hundred() -> str:
    """A model of 100 elements in 15 boundaries with 130 flows, most of them between neighbours."""
    chance = random.Random(7)
    groups = [list(range(first, min(first + 7, 100))) for first in range(0, 100, 7)]
    lines = ['model "Hundred" { scope: "Bench" }']
    for number, group in enumerate(groups):
        lines.append(f'boundary b{number} "Zone {number}" {{')
        lines += [f'  {"store" if i % 7 == 6 else "process"} n{i} "Service {i}"' for i in group]
        lines.append("}")
    flows: list[tuple[int, int]] = []

    def flow(a: int, b: int) -> None:
        stores = a % 7 == 6 and b % 7 == 6
        if a != b and (a, b) not in flows and not stores:
            flows.append((a, b))

    for number, group in enumerate(groups):
        for i in group[1:]:
            flow(group[chance.randrange(group.index(i))], i)
        if number:
            outer = groups[(number - 1) // 2]
            flow(outer[0], group[0])
            flow(chance.choice(outer), chance.choice(group))
    while len(flows) < 130:
        group = chance.choice(groups)
        near = chance.random() < 0.8
        flow(chance.choice(group), chance.choice(group) if near else chance.randrange(100))
    lines += [f'flow f{k}: n{a} -> n{b} "call {k}"' for k, (a, b) in enumerate(flows)]
    return "\n".join(lines) + "\n"


def to_dot(model: Path) -> str:
    """The same graph for dot: clusters, labels and both directions."""
    listed = json.loads(subprocess.run([PROGRAM, "threats", model], capture_output=True, check=True).stdout)
    out = ["digraph {", "compound=true; node [shape=box, fontname=Inter, fontsize=13]; edge [fontname=Inter, fontsize=11];"]

    def inside(parent: str | None) -> None:
        for element in listed["elements"]:
            if element.get("boundary") == parent:
                out.append(f'{json.dumps(element["id"])} [label={json.dumps(element["label"])}];')
        for boundary in listed["boundaries"]:
            if boundary.get("parent") == parent:
                out.append(f'subgraph {json.dumps("cluster_" + boundary["id"])} {{ label={json.dumps(boundary["label"])};')
                inside(boundary["id"])
                out.append("}")

    inside(None)
    for flow in listed["flows"]:
        both = ", dir=both" if flow["both_ways"] else ""
        out.append(f'{json.dumps(flow["from"])} -> {json.dumps(flow["to"])} [label={json.dumps(flow["label"])}{both}];')
    return "\n".join([*out, "}"]) + "\n"


def measure(commands: dict[str, list], runs: int) -> None:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            start = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
            times[name].append((time.perf_counter() - start) * 1000)
    for name, measured in times.items():
        print(f"  {name:<10} min {min(measured):7.1f} ms   median {statistics.median(measured):7.1f} ms")


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        generated = Path(folder) / "hundred.tm"
        generated.write_text(hundred())
        for model in [ROOT / "examples/veg-box.tm", ROOT / "examples/kubernetes.tm", generated]:
            graph = Path(folder) / "graph.dot"
            graph.write_text(to_dot(model))
            commands = {
                "check": [PROGRAM, "check", model],
                "render": [PROGRAM, "render", model, "-o", "-"],
            }
            if shutil.which("dot"):
                commands["dot -Tsvg"] = ["dot", "-Tsvg", graph]
            print(model.name)
            measure(commands, runs)


if __name__ == "__main__":
    main()
