"""Prints requests a second, p50 and p99 from wrk's report; fails if a request failed."""
import re
import sys

report = sys.stdin.read()
if "Non-2xx" in report or "Socket errors" in report:
    sys.exit(report)
print(
    re.search(r"Requests/sec:\s+([\d.]+)", report).group(1),
    re.search(r"50%\s+(\S+)", report).group(1),
    re.search(r"99%\s+(\S+)", report).group(1),
)
