"""Prints mean and maximum of the answer-to-first-audio timer, in milliseconds, from Prometheus text."""
import re
import sys

text = sys.stdin.read()


def sample(suffix):
    found = re.search(rf"^bridge_first_audio_seconds_{suffix}(?:{{[^}}]*}})?\s+(\S+)", text, re.M)
    return float(found.group(1)) if found else None


count, total, largest = sample("count"), sample("sum"), sample("max")
print(f"{total / count * 1000:.0f} / {largest * 1000:.0f} ({count:.0f} calls)" if count else "not measured")
