# SPDX-License-Identifier: MIT
"""bench_train beside PyTorch, in turn, on the same model, shapes and work; see bench_train.c and torch_bench.py.

First every setting makes some steps once: PyTorch's memory order x threads x manner of waiting, ours with a worker
a core or with oneDNN's own threads. The best of each precision then run in turn, ROUNDS times. Rates are medians, ratios
medians of the rounds' own ratios, by the wall's clock and by the processor's, which load by others disturbs less.

PyTorch is measured as it comes, with OpenMP threads that spin or sleep while they wait, and tuned: with an allocator that
keeps its pages, without which much of its fp32 time is page faults. Either way it has OpenBLAS, if that is installed.

usage: beside_torch.py BENCH-TRAIN MODEL [ROUNDS [STEPS]]    prints lines "what TAB value TAB unit"
"""
import os
import select
import subprocess
import sys
from statistics import median

HERE = os.path.dirname(os.path.abspath(__file__))
PATIENCE_S = 120  # a setting that does not answer by then is out: OpenMP threads that spin, on a busy machine
LABELS = {"crnn": "CRNN", "resnet18": "ResNet-18"}
NEAR = 0.9  # settings this near the best by either clock go on to the rounds


class Rival:
    """A program that answers requests, one line each."""

    def __init__(self, name: str, argv: list[str], extra: dict[str, str]) -> None:
        env = {k: v for k, v in os.environ.items() if not k.startswith(("OPENBLAS_", "OMP_", "MALLOC_"))} | extra
        self.name = name
        self.process = subprocess.Popen(argv, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, setting: str, steps: int) -> tuple[float, float] | None:
        """Images a second of the wall and of the processor; None once it does not answer in time."""
        if self.process.poll() is not None:
            return None
        self.process.stdin.write(f"{setting} {steps}\n")
        if not select.select([self.process.stdout], [], [], PATIENCE_S)[0]:
            self.process.kill()
            self.process.wait()
            return None
        words = self.process.stdout.readline().split()
        if len(words) != 4:
            sys.exit(f"beside_torch: '{self.name}' broke off at '{setting}'")
        wall, cpu, first, last = map(float, words)
        if not last < 0.95 * first:
            sys.exit(f"beside_torch: '{self.name}' does not learn: loss {first} -> {last} at '{setting}'")
        return wall, cpu

    def end(self) -> None:
        self.process.stdin.close()
        self.process.wait()


Setting = tuple[Rival, str]
PASSIVE = {"OMP_WAIT_POLICY": "passive"}
KEEPS_PAGES = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": str(1 << 33), "MALLOC_TOP_PAD_": str(1 << 28)}


def best(settings: list[Setting]) -> list[Setting]:
    """Those that lead, or nearly, by one clock or the other."""
    rates = {}
    for rival, setting in settings:
        answer = rival.ask(setting, 3)
        print(f"  {rival.name}: {setting}: {'no answer' if answer is None else '%.1f images/s, %.1f a CPU-second' % answer}",
              file=sys.stderr, flush=True)
        if answer:
            rates[(rival, setting)] = answer
    if not rates:
        sys.exit("beside_torch: none of these answered in time: " + ", ".join(f"{r.name}: {s}" for r, s in settings))
    tops = [max(r[clock] for r in rates.values()) for clock in (0, 1)]
    return [s for s, r in rates.items() if any(r[clock] >= NEAR * tops[clock] for clock in (0, 1))]


def measure(lanes: dict[str, list[Setting]], rounds: int, steps: int) -> dict[str, list[tuple[float, float]]]:
    """Each round's best of each lane, by either clock."""
    out: dict[str, list[tuple[float, float]]] = {lane: [] for lane in lanes}
    for r in range(rounds):
        for lane, settings in lanes.items():
            answers = [a for a in (rival.ask(setting, steps) for rival, setting in settings) if a]
            out[lane].append((max(a[0] for a in answers), max(a[1] for a in answers)))
        print(f"\rround {r + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print("\r\033[K", end="", file=sys.stderr)
    return out


def main() -> None:
    program, model = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 7
    steps = int(sys.argv[4]) if len(sys.argv) > 4 else {"crnn": 8, "resnet18": 2}[model]
    label = LABELS[model]
    cores = len(os.sched_getaffinity(0))
    script = [sys.executable, os.path.join(HERE, f"torch_{model}.py")]
    ours = Rival("ersatz", [program, model, "-"], PASSIVE)
    spins = Rival("PyTorch", script, {})
    sleeps = Rival("PyTorch, passive waiting", script, PASSIVE)
    tuned = Rival("PyTorch, tuned", script, PASSIVE | KEEPS_PAGES)
    kinds = {"PyTorch": (spins, sleeps), "tuned PyTorch": (tuned,)}
    lanes = {}
    for precision in ("bf16", "fp32"):
        lanes[precision] = best([(ours, f"{precision} {w} {t}") for w, t in sorted({(cores, 1), (1, cores)})])
        for kind, rivals in kinds.items():
            lanes[f"{kind} {precision}"] = best([(rival, f"{precision} {layout} {t}") for t in sorted({1, cores})
                                                 for layout in ("plain", "channels_last") for rival in rivals])
    got = measure(lanes, rounds, steps)
    for lane, values in got.items():
        print(f"{label} {lane}\t{median(v[0] for v in values):.1f}\timages/s")
        print(f"{label} {lane}, CPU\t{median(v[1] for v in values):.1f}\timages/CPU-s")
    for lane in got:
        if "PyTorch" in lane:
            for clock, name in ((0, ""), (1, ", CPU")):
                ratio = median(a[clock] / b[clock] for a, b in zip(got["bf16"], got[lane]))
                print(f"{label} bf16 / {lane}{name}\t{ratio:.2f}\tratio")
    for rival in (ours, spins, sleeps, tuned):
        rival.end()


main()
