"""Where an agent of the demo is called; how many calls there are; and what became of rehearsed calls, with what the bridge measured in them."""
import json
import pathlib
import sys
import urllib.request

CORPUS = pathlib.Path(__file__).parent / "corpus"
# Name, member of a conversation's metrics, what is taken of it
TIMES = [
    ("answer to first audio", "ttfa_ms", None),
    ("turn gap", "turn_gap_ms", "median"),
    ("longest turn gap", "turn_gap_ms", "max"),
    ("longest dead air", "dead_air_max_ms", None),
    ("barge-in stop", "bargein_stop_ms", "max"),
    ("recognition", "stt_ms", "median"),
]


def target(runtime, agent):
    number = next(n for n, name in runtime["demo"]["numbers"].items() if name == agent)
    print(f"sip:{number}@127.0.0.1:{runtime['sip_port']}")


def ask(runtime, path):
    request = urllib.request.Request(
        f"http://127.0.0.1:{runtime['http_port']}/api/v1/conversations{path}",
        headers={"X-API-Key": runtime["demo"]["admin_key"]})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def active(runtime):
    with urllib.request.urlopen(f"http://127.0.0.1:{runtime['management_port']}/observe/metrics", timeout=30) as answer:
        lines = answer.read().decode().splitlines()
    print(sum(int(float(line.split()[-1])) for line in lines if line.startswith("sip_calls_active")))


def conversation(runtime, call):
    items = ask(runtime, f"?correlation={call['correlation']}")["items"]
    return ask(runtime, "/" + items[0]["id"]) if items else {}


def percentile(values, share):
    return f"{sorted(values)[min(len(values) - 1, int(len(values) * share))]:.0f}" if values else "-"


class Score:
    def __init__(self):
        self.calls = self.right = self.slots = self.slots_right = self.wrong_qualified = self.missed_opt_outs = 0
        self.metrics = []

    def add(self, agent, call, told, expected):
        committed = told.get("committed") or {}
        outcome = committed.get("outcome", "")
        self.calls += 1
        self.metrics.append(told.get("metrics") or {})
        if outcome == expected["outcome"]:
            self.right += 1
        else:
            print(f"{agent}, {call['customer']}: {outcome or 'nothing'}, not {expected['outcome']}", file=sys.stderr)
            for step in call["steps"]:
                if step["kind"] == "Said":
                    print(f"    {step['step']['speaker'].lower()}: {step['step']['text']}", file=sys.stderr)
        self.wrong_qualified += outcome == "qualified" != expected["outcome"]
        self.missed_opt_outs += expected["outcome"] == "do_not_call" and not committed.get("dnc")
        for name, value in expected.items():
            if name != "outcome":
                heard = str(committed.get("variables", {}).get(name, ""))
                self.slots += 1
                self.slots_right += heard == value
                if heard != value:
                    print(f"{agent}, {call['customer']}: {name} is '{heard}', not '{value}'", file=sys.stderr)

    def row(self, name):
        cells = [name, str(self.calls), f"{self.right} of {self.calls}", f"{self.slots_right} of {self.slots}",
                 str(self.wrong_qualified), str(self.missed_opt_outs)]
        for _, member, part in TIMES:
            found = [m[member][part] if part else m[member] for m in self.metrics if member in m]
            cells.append(f"{percentile(found, 0.5)} / {percentile(found, 0.95)}")
        return "| " + " | ".join(cells) + " |"

    def join(self, other):
        for name in ("calls", "right", "slots", "slots_right", "wrong_qualified", "missed_opt_outs"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.metrics += other.metrics


def table(runtime, lost, files):
    expected = json.loads((CORPUS / "expected.json").read_text())
    heads = ["agent", "calls", "outcome right", "slots right", "wrong qualified", "missed opt-outs"]
    heads += [f"{name} p50 / p95, ms" for name, _, _ in TIMES]
    print("| " + " | ".join(heads) + " |")
    print("|---" * len(heads) + "|")
    total = Score()
    for file in map(pathlib.Path, files):
        score = Score()
        for call in json.loads(file.read_text())["calls"]:
            score.add(file.stem, call, conversation(runtime, call), expected[file.stem][call["customer"]])
        print(score.row(file.stem))
        total.join(score)
    print(total.row(f"all, {lost} % of the packets lost"))
    judge(total, lost)


def judge(total, lost):
    baseline = json.loads((CORPUS / "baseline.json").read_text()).get(str(lost))
    if baseline is None or total.calls < baseline["calls"]:
        print("There is no baseline for this", file=sys.stderr)
        return
    faults = [f"{name}: {getattr(total, name)}, at least {baseline[name]} before"
              for name in ("right", "slots_right") if getattr(total, name) < baseline[name]]
    faults += [f"{name}: {getattr(total, name)}"
               for name in ("wrong_qualified", "missed_opt_outs") if getattr(total, name) > 0]
    if faults:
        sys.exit("The score is lower than before: " + "; ".join(faults))


if __name__ == "__main__":
    known = json.loads(pathlib.Path(sys.argv[2]).read_text())
    if sys.argv[1] == "target":
        target(known, sys.argv[3])
    elif sys.argv[1] == "active":
        active(known)
    else:
        table(known, sys.argv[3], sys.argv[4:])
