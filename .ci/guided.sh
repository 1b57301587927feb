#!/usr/bin/env bash
# Builds gatepost guided by a profile of its own work: the second of two builds is told by a run of
# the first which ways through the code are taken. Prints where the command is. Takes as long as two
# release builds and one for tests.
#
# Needs the llvm-profdata of rustc's own LLVM: `rustup component add llvm-tools`, or the package
# llvm-NN of the system with the number that is asked for.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

host=$(rustc -vV | sed -n 's/^host: //p')
llvm=$(rustc -vV | sed -n 's/^LLVM version: \([0-9]*\).*/\1/p')
tools=$(rustc --print sysroot)/lib/rustlib/$host/bin
mkdir -p "${CARGO_TARGET_DIR:-target}/guided"
target=$(cd "${CARGO_TARGET_DIR:-target}/guided" && pwd)
work=$target/work
gatepost=$target/$host/release/gatepost

profdata=
for found in "$tools/llvm-profdata" "llvm-profdata-$llvm" "/usr/lib/llvm-$llvm/bin/llvm-profdata"; do
    if command -v "$found" >/dev/null; then
        profdata=$found
        break
    fi
done
if [ -z "$profdata" ]; then
    echo "guided.sh: no llvm-profdata for LLVM $llvm; try: rustup component add llvm-tools" >&2
    exit 2
fi

# build FLAG: a host that is named keeps the flag from build scripts and macros.
build() {
    CARGO_ENCODED_RUSTFLAGS=$1 CARGO_TARGET_DIR=$target \
        cargo build --release --locked --quiet --target "$host"
}

# check FOLDER ARGUMENT...: the posts have faults, so the gate must fail.
check() {
    local status=0
    (cd "$work/$1" && "$gatepost" check "${@:2}" >/dev/null 2>&1) || status=$?
    if [ "$status" -ne 1 ]; then
        echo "guided.sh: check ended with exit code $status, wanted 1" >&2
        exit 2
    fi
}

# settle: an index knows a file by its stamp alone once that is a few seconds old.
settle() {
    sleep 3
}

rm -rf "$work"
mkdir "$work"
build "-Cprofile-generate=$work/raw"
for about in markdown:mixed:4000 markdown:unique:1000 markdown:template:300 text:mixed:1000; do
    IFS=: read -r format shape posts <<<"$about"
    folder=$format-$shape
    cargo bench --locked --quiet --profile dev --bench make-corpus -- --posts "$posts" \
        --format "$format" --shape "$shape" --defects 5 --out "$work/$folder" 2>/dev/null
    printf 'extends = ["gatepost:alphanode"]\n' >"$work/$folder/gatepost.toml"
    settle
    check "$folder" --no-cache
    check "$folder"
    check "$folder" --output-format json
    one=$(cd "$work/$folder" && find posts -type f | LC_ALL=C sort | sed -n 1p)
    echo >>"$work/$folder/$one"
    settle
    check "$folder"
    check "$folder"
done
# A name of its own for each profile: cargo builds anew what it is told in other words.
profile=$work/$(cat "$work"/raw/* | cksum | tr -d ' ').profdata
"$profdata" merge -o "$profile" "$work/raw"
build "-Cprofile-use=$profile"
echo "$gatepost"
