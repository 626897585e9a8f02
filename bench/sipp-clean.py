"""Says whether a run of SIPp was clean: every call came about, none at a later attempt. usage: stat.csv calls rate ticks"""
import csv
import sys

with open(sys.argv[1], newline="") as file:
    last = list(csv.DictReader(file, delimiter=";"))[-1]
calls, rate, ticks = map(int, sys.argv[2:])

completed = int(last["SuccessfulCall(C)"])
failed = int(last["FailedCall(C)"])
again = int(last["Retransmissions(C)"])
offered = float(last["CallRate(C)"])
achieved = f"{offered:.0f} calls/s, CPU {ticks * 10 / max(completed, 1):.3f}"
if completed < calls or failed:
    print(f"{calls - completed} of {calls} calls failed or unfinished, {again} repeated; {achieved}")
elif again:
    print(f"{again} messages repeated; {achieved}")
elif offered < 0.85 * rate:
    print(f"not offered; {achieved}")
else:
    print(f"clean {achieved}")
