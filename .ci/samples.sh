#!/usr/bin/env bash
# What gatepost must say of the sample posts, by their own house rules.
# Usage: .ci/samples.sh GATEPOST FOLDER
set -euo pipefail

readonly gatepost=$1
readonly samples=$2

report=$(mktemp)
trap 'rm -f "$report"' EXIT

status=0
"$gatepost" check --config gatepost:alphanode --no-cache --output-format json "$samples" \
    >"$report" </dev/null || status=$?
if [ "$status" -ne 1 ]; then
    echo "exit code $status, wanted 1: the samples have findings" >&2
    exit 1
fi

python3 - "$report" <<'PYTHON'
import json
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

for failure in failures:
    print(f"not so: {failure}", file=sys.stderr)
print(f"{len(found)} findings in the samples, {len(failures)} surprises")
sys.exit(bool(failures))
PYTHON
