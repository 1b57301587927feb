#!/usr/bin/env bash
# Times gatepost beside `rg -c .` (and rumdl where it is on the path) on generated posts, in turn on
# the same tree, and prints CPU seconds, peak memory and the ratio to rg.
# Usage: benches/compare.sh [POSTS…]        (default: 1000 10000)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly rounds=3
readonly shapes="unique mixed shared template"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cargo build --release --locked --quiet
readonly gatepost=$PWD/target/release/gatepost

# The least of some runs: user and system seconds, and the peak in KiB.
least() {
    for _ in $(seq "$rounds"); do
        /usr/bin/time -f '%U %S %M' -o "$work/time" "$@" >/dev/null 2>&1 || true
        tail -n 1 "$work/time"
    done | awk '{ cpu = $1 + $2 } NR == 1 || cpu < best { best = cpu; peak = $3 } END { print best, peak }'
}

printf '%-10s %8s %-10s %8s %8s %9s\n' shape posts tool 'CPU s' 'x rg' 'peak MiB'
for posts in "${@:-1000 10000}"; do
    for count in $posts; do
        for shape in $shapes; do
            tree=$work/$shape-$count
            cargo bench --quiet --bench make-corpus -- --posts "$count" --format markdown \
                --shape "$shape" --out "$tree" >/dev/null 2>&1
            read -r base peak < <(least rg -c . "$tree/posts")
            row() {
                awk -v shape="$shape" -v posts="$count" -v tool="$1" -v cpu="$2" -v peak="$3" -v base="$base" \
                    'BEGIN { ratio = base > 0 ? sprintf("%.1f", cpu / base) : "-"
                             printf "%-10s %8d %-10s %8.2f %8s %9.0f\n", shape, posts, tool, cpu, ratio, peak / 1024 }'
            }
            row rg "$base" "$peak"
            read -r cpu peak < <(least "$gatepost" check --config gatepost:alphanode --quiet "$tree/posts")
            row gatepost "$cpu" "$peak"
            if command -v rumdl >/dev/null; then
                read -r cpu peak < <(least rumdl check --no-cache "$tree/posts")
                row rumdl "$cpu" "$peak"
            fi
            rm -rf "$tree"
        done
    done
done
