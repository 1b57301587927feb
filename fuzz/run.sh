#!/usr/bin/env bash
# Fuzzes targets one after the other: fuzz/run.sh SECONDS [TARGET]…
# Needs cargo-fuzz; what it makes of stable Rust is what nightly would be. SANITIZER=none is several
# times as fast as the address sanitizer that is used without it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

seconds=${1:?how many seconds for each target}
shift
[ $# -gt 0 ] || mapfile -t targets < <(sed -n 's/^name = "\([a-z_]*\)"$/\1/p' fuzz/Cargo.toml)
[ $# -eq 0 ] || targets=("$@")

export RUSTC_BOOTSTRAP=1 TMPDIR=${TMPDIR:-/dev/shm}
[ -d fuzz/corpus ] || fuzz/seed.sh
status=0
for target in "${targets[@]}"; do
    log=fuzz/target/$target.log
    mkdir -p "fuzz/corpus/$target" fuzz/target
    echo "==> $target"
    cargo fuzz run -s "${SANITIZER:-address}" "$target" -- -max_total_time="$seconds" -rss_limit_mb=2048 -timeout=10 \
        -max_len=6000 -dict=fuzz/gatepost.dict -print_final_stats=1 >"$log" 2>&1 || status=1
    grep -E '^(#[0-9]+\s+DONE|stat::number_of_executed|SUMMARY|Test unit written)' "$log" || tail -5 "$log"
done
exit "$status"
