"""Prints completed calls, calls a second and mean INVITE-to-200 in milliseconds from SIPp's statistics file."""
import csv
import sys

with open(sys.argv[1], newline="") as file:
    last = list(csv.DictReader(file, delimiter=";"))[-1]

hours, minutes, seconds, micros = map(int, last["ResponseTime1(C)"].split(":"))
mean_ms = (hours * 3600 + minutes * 60 + seconds) * 1000 + micros / 1000
print(last["SuccessfulCall(C)"], last["CallRate(C)"], f"{mean_ms:.1f}")
