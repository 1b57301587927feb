#!/usr/bin/env bash
# What the action runs: `gatepost check` with inputs from the environment, its exit code as that of
# the step, and what it found as outputs. Needs gatepost on the path.
set -euo pipefail

arguments=(--output-format github)

report=$(mktemp)
trap 'rm -f "$report"' EXIT
arguments+=(--output "json=$report")
if [ -n "${INPUT_SARIF_FILE:-}" ]; then
    arguments+=(--output "sarif=$INPUT_SARIF_FILE")
fi
if [ "${INPUT_SUMMARY:-true}" = true ]; then
    arguments+=(--output "markdown=$GITHUB_STEP_SUMMARY")
fi
# Inputs of several values have one a line.
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=(--config "$line")
done <<<"${INPUT_CONFIG:-}"
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"${INPUT_ARGS:-}"
arguments+=(--)
while IFS= read -r line; do
    [ -z "$line" ] || arguments+=("$line")
done <<<"${INPUT_PATHS:-}"

status=0
gatepost check "${arguments[@]}" </dev/null || status=$?

# No text of a post begins a line of the report.
findings=$(sed -n 's/^\],"summary":{"posts":[0-9]*,"files":[0-9]*,"findings":\([0-9]*\).*/\1/p' "$report")
{
    echo "exit-code=$status"
    echo "findings=$findings"
    if [ -n "${INPUT_SARIF_FILE:-}" ] && [ -f "$INPUT_SARIF_FILE" ]; then
        echo "sarif-file=$INPUT_SARIF_FILE"
    fi
} >>"$GITHUB_OUTPUT"
exit "$status"
