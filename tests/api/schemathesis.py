#!/usr/bin/env python3
"""Runs schemathesis, all checks and stateful, against a server of our own: what the API does against what its description says.

Usage: schemathesis.py [--examples 30] [--database URL]   (release build; --database: PostgreSQL instead of a new SQLite file)
"""
import argparse
import http.client
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CONFIG = """\
# 422 is for what is as described and still cannot be, so it is no fault when valid data gets it
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "405", "409", "413", "415", "422", "429"]
[auth.openapi.session]
api_key = "{cookie}"
[auth.openapi.token]
bearer = "{token}"
"""
# both would end the session that the others need
LEFT_OUT = r"/auth/(logout|password)$"


def free_port(kind=socket.SOCK_STREAM):
    with socket.socket(socket.AF_INET, kind) as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Client:
    def __init__(self, port):
        self.port, self.headers = port, {"Content-Type": "application/json"}

    def ask(self, method, path, body=None):
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        link.request(method, "/api/v1" + path, json.dumps(body) if body is not None else None, self.headers)
        answer = link.getresponse()
        text = answer.read()
        if answer.status >= 300:
            sys.exit(f"{method} {path}: {answer.status} {text.decode()}")
        return json.loads(text) if text else None, answer


def started(process, log):
    for _ in range(300):
        text = log.read_text()
        if "is ready" in text:
            return re.search(r"password (\S+)", text).group(1)
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"the server did not start: {log.read_text()}")


def main():
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--examples", type=int, default=30)
    ask.add_argument("--database", default="")
    chosen = ask.parse_args()
    python = subprocess.run([ROOT / "tools/python_venv.sh", "schemathesis", "tests/api/requirements.txt"], check=True, capture_output=True, text=True, cwd=ROOT)
    tool = pathlib.Path(python.stdout.split()[-1]).parent / "schemathesis"
    folder = pathlib.Path(tempfile.mkdtemp(prefix="codevoice-api-"))
    port, log = free_port(), folder / "server.log"
    env = {**os.environ, "DEBUG": "on", "DATABASE_URL": chosen.database, "CODEVOICE_DATA": str(folder / "data"), "CODEVOICE_LOGIN_RATE": "100000",
           "CODEVOICE_API_RATE": "100000", "CODEVOICE_REGISTRATION": "open", "LIVEKIT_API_URL": "", "REDIS_URL": ""}
    server = subprocess.Popen([ROOT / "build/release/codevoice", "serve", "--no-bot", "--http", f"127.0.0.1:{port}", "--rtc", f"127.0.0.1:{free_port()}",
                               "--udp", str(free_port(socket.SOCK_DGRAM)), "--tcp", "0"], env=env, cwd=folder, stdout=log.open("w"), stderr=subprocess.STDOUT)
    try:
        client = Client(port)
        account, answer = client.ask("POST", "/auth/login", {"username": "admin", "password": started(server, log)})
        cookie = answer.getheader("Set-Cookie").split(";")[0].split("=", 1)[1]
        client.headers |= {"Cookie": f"codevoice_session={cookie}", "X-CSRF-Token": account["csrf_token"]}
        document = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        document.request("GET", "/api/openapi.json")
        described = json.loads(document.getresponse().read())
        scopes = sorted({one["x-token-scope"] for methods in described["paths"].values() for one in methods.values() if "x-token-scope" in one})
        token, _ = client.ask("POST", "/auth/tokens", {"name": "schemathesis", "scopes": scopes})
        (folder / "schemathesis.toml").write_text(CONFIG.format(cookie=cookie, token=token["token"]))
        run = subprocess.run([tool, "run", f"http://127.0.0.1:{port}/api/openapi.json", "--url", f"http://127.0.0.1:{port}/api/v1", "--checks", "all",
                              "-H", f"X-CSRF-Token: {account['csrf_token']}", "--max-examples", str(chosen.examples), "--exclude-path-regex", LEFT_OUT],
                             cwd=folder, capture_output=True, text=True)
    finally:
        server.terminate()
        died = server.wait(timeout=30)
    failed = run.returncode != 0 or died != 0
    lines = [line[:300] for line in run.stdout.splitlines()]
    print("\n".join(lines if failed else [line for line in lines if "passed," in line or line.startswith("Seed")]))
    if failed:
        print(run.stderr, f"the server's log is {log}; it ended with {died}", file=sys.stderr)
        sys.exit(1)
    if re.search(r" E api\.| internal ", log.read_text()):
        sys.exit(f"the server's log speaks of faults: {log}")
    shutil.rmtree(folder)


main()
