#!/usr/bin/env bash
# What gatepost must say of the sample posts, by their own house rules.
# Usage: .ci/samples.sh GATEPOST FOLDER
set -euo pipefail

readonly gatepost=$1
readonly samples=$2

report=$(mktemp)
trap 'rm -f "$report"' EXIT

status=0
"$gatepost" check --config gatepost:alphanode --output-format json "$samples" \
    --config rules.boilerplate.min-posts=2 --config rules.boilerplate.limit=0 \
    >"$report" </dev/null || status=$?
if [ "$status" -ne 1 ]; then
    echo "exit code $status, wanted 1: the samples have findings" >&2
    exit 1
fi

python3 - "$report" "$samples" <<'PYTHON'
import collections
import json
import os
import re
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    found = json.load(file)["diagnostics"]
failures = []


def expect(condition, what):
    if not condition:
        failures.append(what)


def of(prefix):
    return [one for one in found if one["code"].startswith(prefix)]


def told(one):
    labels = [label["message"] or "" for label in one["labels"]]
    return "\n".join([one["message"], *labels, *one["notes"], *one["help"]])


expect(not of("sections/"), "no section is missing, empty or out of order")
expect(not of("meta/unknown"), "every meta key is known")
expect(not of("meta/type"), "every meta value is of its type")
missing = [one["path"].rsplit("/", 1)[-1] for one in of("meta/missing")]
expect(len(missing) == 1 and missing[0].startswith("001"), f"one post has no meta: {missing}")
shared = {one["path"] for one in of("boilerplate/") if "in 5 of 5 posts" in told(one)}
expect(len(shared) == 5, f"the final notes stand in 5 of 5 posts: {sorted(shared)}")

known = ("boilerplate", "meta/missing", "near-duplicate")
others = [one["code"] for one in found if not one["code"].startswith(known)]
expect(not others, f"nothing else is wrong: {others}")

# Every sentence that stands in two posts lies in a finding of each post that has it.
places = collections.defaultdict(list)
for name in sorted(os.listdir(sys.argv[2])):
    with open(os.path.join(sys.argv[2], name), "rb") as file:
        text = file.read()
    start = 0
    for line in text.split(b"alphanode post meta")[0].split(b"\n"):
        for sentence in re.finditer(rb"\S[^.!?]*(?:[.!?](?!\s|$)[^.!?]*)*[.!?](?=\s|$)", line):
            at = (name, start + sentence.start(), start + sentence.end())
            places[sentence.group()].append(at)
        start += len(line) + 1
spans = collections.defaultdict(list)
for one in of("boilerplate/repeated") + of("boilerplate/templated"):
    span = one["span"]
    name = os.path.basename(one["path"])
    spans[name].append((span["start"]["offset"], span["end"]["offset"]))
shared = [held for held in places.values() if len({name for name, _, _ in held}) > 1]
for name, start, end in (at for held in shared for at in held):
    covered = any(first <= start and end <= last for first, last in spans[name])
    expect(covered, f"{name}: bytes {start} to {end} stand in another post")
expect(len(shared) == 30, f"30 sentences are shared: {len(shared)}")
templated = {os.path.basename(one["path"])[:3] for one in of("boilerplate/templated")}
expect(templated == {"000", "002", "003", "004"}, f"the intros fill templates: {templated}")

for failure in failures:
    print(f"not so: {failure}", file=sys.stderr)
print(f"{len(found)} findings in the samples, {len(failures)} surprises")
sys.exit(bool(failures))
PYTHON
