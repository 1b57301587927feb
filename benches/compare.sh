#!/usr/bin/env bash
# Times gatepost, `rg -c .` and the peers in turn on the same generated trees, and prints CPU
# seconds, wall time, peak memory and the ratio of CPU to rg.
# Usage: benches/compare.sh [--install] [POSTS…]        (default: 1000 10000)
# With --install the peers are fetched from their registries into target/peers; without it, those
# that are on the path or there already are timed. mado is timed where it is on the path.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly rounds=3
readonly shapes="unique mixed shared template"
readonly peers=$PWD/target/peers
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ "${1:-}" = --install ]; then
    shift
    python3 -m venv "$peers/python"
    "$peers/python/bin/pip" install --quiet rumdl mdsmith jscpd typos
    npm install --silent --prefix "$peers/node" markdownlint-cli2
fi
PATH=$PATH:$peers/python/bin:$peers/node/node_modules/.bin

cargo build --release --locked --quiet
readonly gatepost=$PWD/target/release/gatepost

# The least CPU of some runs, with wall time and peak in KiB. Peers that look at pairs of posts get
# a minute.
least() {
    for _ in $(seq "$rounds"); do
        : >"$work/time"
        timeout 60 /usr/bin/time -q -f '%U %S %e %M' -o "$work/time" "$@" >/dev/null 2>&1 || true
        tail -n 1 "$work/time"
    done | awk 'NF == 4 { cpu = $1 + $2
                          if (!peak || cpu < best) { best = cpu; wall = $3; peak = $4 } }
                END { print peak ? best " " wall " " peak : "- - -" }'
}

# row SHAPE POSTS TOOL COMMAND…
row() {
    local shape=$1 posts=$2 tool=$3 cpu wall peak
    shift 3
    if ! command -v "$1" >/dev/null; then
        return
    fi
    read -r cpu wall peak < <(least "$@")
    if [ "$cpu" = - ]; then
        printf '%-9s %8d %-17s over 60 s\n' "$shape" "$posts" "$tool"
        return
    fi
    if [ "$tool" = rg ]; then
        base=$cpu
    fi
    awk -v shape="$shape" -v posts="$posts" -v tool="$tool" -v cpu="$cpu" -v wall="$wall" \
        -v peak="$peak" -v base="$base" \
        'BEGIN { ratio = base > 0 ? sprintf("%.1f", cpu / base) : "-"
                 printf "%-9s %8d %-17s %8.2f %8.2f %8s %9.0f\n",
                     shape, posts, tool, cpu, wall, ratio, peak / 1024 }'
}

# The index is under the configuration of a project.
site() {
    printf 'extends = ["gatepost:alphanode"]\n[posts]\ninclude = ["posts/**"]\n' >"$1/gatepost.toml"
}

printf '%-9s %8s %-17s %8s %8s %8s %9s\n' shape posts tool 'CPU s' 'wall s' 'x rg' 'peak MiB'
for posts in "${@:-1000 10000}"; do
    for count in $posts; do
        for shape in $shapes; do
            tree=$work/$shape-$count
            cargo bench --quiet --bench make-corpus -- --posts "$count" --format markdown \
                --shape "$shape" --length short --out "$tree" >/dev/null 2>&1
            site "$tree"
            row "$shape" "$count" rg rg -c . "$tree/posts"
            (
                cd "$tree"
                row "$shape" "$count" gatepost "$gatepost" check --quiet --no-cache
                "$gatepost" check --quiet >/dev/null || true
                sleep 3
                "$gatepost" check --quiet >/dev/null || true
                row "$shape" "$count" 'gatepost, warm' "$gatepost" check --quiet
                # Read to its end: a pipe that is closed early ends the script.
                one=$(find posts -type f | sort | sed -n 1p)
                row "$shape" "$count" 'gatepost, one' "$gatepost" check --quiet "$one"
                row "$shape" "$count" 'gatepost, edited' bash -c \
                    'echo >>"$1"; exec "$2" check --quiet' - "$one" "$gatepost"
            )
            row "$shape" "$count" mado mado check "$tree/posts"
            row "$shape" "$count" rumdl rumdl check --no-cache "$tree/posts"
            row "$shape" "$count" typos typos "$tree/posts"
            row "$shape" "$count" mdsmith mdsmith check "$tree/posts"
            row "$shape" "$count" jscpd jscpd --silent "$tree/posts"
            row "$shape" "$count" markdownlint-cli2 markdownlint-cli2 "$tree/posts/**/*.md"
            rm -rf "$tree"
        done
    done
done
