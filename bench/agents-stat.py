"""Where an agent of the demo is called; and what became of rehearsed calls, with what the bridge measured in them."""
import json
import pathlib
import re
import sys
import urllib.request

TIMES = ["turn_gap_ms", "dead_air_max_ms", "endpoint_ms", "stt_ms", "tts_ms"]
EVENTS = ["interruptions", "reprompts", "underruns"]


def target(runtime, agent, customers):
    number = next(n for n, name in runtime["demo"]["numbers"].items() if name == agent)
    count = len(re.findall(r"^  - name:", pathlib.Path(customers).read_text(), re.M))
    print(f"sip:{number}@127.0.0.1:{runtime['sip_port']}", count)


def timeline(runtime, conversation):
    url = f"http://127.0.0.1:{runtime['http_port']}/api/v1/conversations/{conversation}/timeline"
    request = urllib.request.Request(url, headers={"X-API-Key": runtime["demo"]["admin_key"]})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)["items"]


def percentile(values, share):
    return f"{sorted(values)[min(len(values) - 1, int(len(values) * share))]:.0f}" if values else "-"


def table(runtime, files):
    print("| agent | calls | outcome right | " + " | ".join(f"{name} p50 / p95" for name in TIMES) + " | "
          + " | ".join(f"{name} a call" for name in EVENTS) + " |")
    print("|---" * (3 + len(TIMES) + len(EVENTS)) + "|")
    for file in map(pathlib.Path, files):
        calls = json.loads(file.read_text())["calls"]
        measured = {}
        for call in calls:
            for entry in timeline(runtime, call["conversation_id"]) if call["conversation_id"] else []:
                if entry["kind"] == "metric":
                    detail = entry["detail"]
                    measured.setdefault(detail["name"], []).append(detail["value"])
        right = sum(call["as_expected"] for call in calls)
        cells = [file.stem, str(len(calls)), f"{right} of {len(calls)}"]
        cells += [f"{percentile(measured.get(n, []), 0.5)} / {percentile(measured.get(n, []), 0.95)}" for n in TIMES]
        cells += [f"{sum(measured.get(n, [])) / len(calls):.1f}" for n in EVENTS]
        print("| " + " | ".join(cells) + " |")
        for call in calls:
            if not call["as_expected"]:
                print(f"not as expected: {call['customer']}: {call['result']}", file=sys.stderr)


if __name__ == "__main__":
    known = json.loads(pathlib.Path(sys.argv[2]).read_text())
    if sys.argv[1] == "target":
        target(known, sys.argv[3], sys.argv[4])
    else:
        table(known, sys.argv[3:])
