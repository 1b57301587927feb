"""Writes the seeds of every target; called by seed.sh from the root of the repository."""

import hashlib
import pathlib
import re
import tomllib

CORPUS = pathlib.Path("fuzz/corpus")
LARGEST = 6000
LITERAL = re.compile(r'r(#*)"(.*?)"\1|"((?:[^"\\]|\\.)*)"', re.S)
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "\\": "\\", '"': '"', "'": "'"}
# As many formats as there may be: the first byte of a seed chooses one.
FORMATS = range(6)
BETWEEN = "\n%%\n"


def save(target, *parts):
    data = b"".join(p.encode("utf-8", "surrogatepass") if isinstance(p, str) else bytes(p) for p in parts)
    if len(data) > LARGEST:
        return
    folder = CORPUS / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()[:16]).write_bytes(data)


def unescaped(text):
    text = re.sub(r"\\\n\s*", "", text)
    text = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda m: chr(int(m[1], 16)), text)
    text = re.sub(r"\\x([0-9a-fA-F]{2})", lambda m: chr(int(m[1], 16)), text)
    return re.sub(r"\\(.)", lambda m: ESCAPES.get(m[1], m[0]), text)


def literals(path):
    """The string literals of a Rust file, near enough."""
    for raw, body, plain in LITERAL.findall(path.read_text()):
        yield body if body or raw else unescaped(plain)


def rust(*globs):
    found = {text for glob in globs for path in pathlib.Path(".").glob(glob) for text in literals(path)}
    return sorted(text for text in found if text.strip())


def tables(pack):
    return tomllib.loads(pathlib.Path(pack).read_text()).get("rule", [])


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def main():
    packs = [str(path) for path in pathlib.Path("rules").glob("*.toml")] + ["examples/gatepost.toml"]
    files = [path.read_text() for path in sorted(pathlib.Path("examples/posts").iterdir())]
    groups, posts = [], list(files)
    for pack in packs:
        for rule in tables(pack):
            for example in rule.get("example", []):
                group = [example["post"]] if "post" in example else list(example["posts"].values())
                groups.append(group)
                posts.extend(group)
    read = rust("src/parse/**/tests/*.rs", "src/parse/**/tests.rs", "src/parse/**/*.rs")
    told = rust("src/suppression/*.rs", "tests/cli/suppression.rs")
    checked = rust("src/rule/kinds/**/*.rs", "tests/cli/*.rs")

    for text in posts + read + told:
        kinds = FORMATS if len(text) > 40 or "\n" in text else (0, 1)
        for number in kinds:
            save("post", [number], text)
            if "gatepost" in text:
                save("suppression", [number], text)
        if "---" in text or "+++" in text or text.startswith("{"):
            save("front_matter", [0], text)
            save("front_matter", [1], text)
        else:
            save("front_matter", [2], text)
    for text in posts + checked:
        if "\n" in text:
            for number in (0, 1, 2, 3):
                save("lint", [number], text)
            save("lint", [129], text)
            save("fix", [0], text)
            save("fix", [1], text)
    for group in groups + [files]:
        for number in (0, 1, 2, 3):
            save("corpus", [number], BETWEEN.join(group))
            save("lint", [128 + number], BETWEEN.join(group))

    blocks = re.findall(r"```toml\n(.*?)```", pathlib.Path("README.md").read_text(), re.S)
    configs = [pathlib.Path(pack).read_text() for pack in packs] + blocks
    configs += [text for text in checked if re.search(r"^\[", text, re.M)]
    for text in configs:
        save("config", text)
        save("rules", [0], BETWEEN.join([text, posts[0]]))
        save("rules", [0], BETWEEN.join([text, *posts[1:3]]))
        for rule in re.split(r"^(?=\[\[rule\]\])", text, flags=re.M):
            save("config", rule)
            save("rules", [0], BETWEEN.join([rule, posts[-1]]))

    rules = [rule for pack in packs for rule in tables(pack)]
    conditions = [rule[key] for rule in rules for key in ("assert", "when") if key in rule]
    for text in conditions + rust("src/rule/expr/*.rs"):
        for number in (0, 1, 2):
            save("expr", [number], text)
    patterns = rust("src/rule/kinds/pattern/*.rs", "src/rule/kinds/meta/tests/*.rs", "src/rule/scope.rs")
    for text in patterns + [text for rule in rules for text in strings(rule.get("patterns", []))]:
        if "\n" not in text:
            for number in range(8):
                save("pattern", [number], text)

    emitted = rust("src/emit/*.rs", "src/emit/tests/*.rs", "src/emit/full/*.rs")
    for at, text in enumerate(emitted):
        others = [emitted[(at + step) % len(emitted)] for step in (1, 2, 3, 5, 8, 13)]
        save("emit", [at % 256, 0, 90, 30, 255], BETWEEN.join([text, *others]))
    for at in range(0, 3000, 61):
        for number in (0, 1):
            save("index", [number], [0, at >> 8, at & 255, 1])
    save("index", [2], [0, 9, 3, 1])
    entry = '{"path":"a.md","code":"a/b","message":"m","fingerprint":"%032x","content":"%032x"}\n'
    save("baseline", entry % (1, 2))
    save("baseline", entry % (1, 2) + "\n" + entry % (3, 2))
    for text in rust("src/gate/baseline.rs", "tests/cli/baseline.rs"):
        save("baseline", text)


main()
