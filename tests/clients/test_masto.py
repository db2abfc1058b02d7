"""masto.js, which many web apps stand on: one session over a WebSocket, on a served site."""

import json
import shutil
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.clients.conftest import Join
from tests.start.sites import Running

pytestmark = pytest.mark.slow

SESSION = """
import { createRestAPIClient, createStreamingAPIClient } from "masto";
const [url, streamingApiUrl, accessToken, other] = process.argv.slice(2);
const rest = createRestAPIClient({ url, accessToken: other });
const streaming = createStreamingAPIClient({ streamingApiUrl, accessToken });
const home = streaming.user.subscribe(), tea = streaming.hashtag.subscribe({ tag: "tea" });
const told = [];
let notified;
const notification = new Promise((done) => (notified = done));
async function hear(name, events) {
  for await (const event of events) {
    told.push([name, event.event, event.payload.id ?? event.payload]);
    if (event.event === "notification") notified();
    if (event.event === "delete") break;
  }
}
const [listening] = [hear("home", home), hear("tea", tea)];
await streaming.prepare?.();
// Nobody tells a client that its subscription holds: so words are said until both have heard some.
const pause = () => new Promise((done) => setTimeout(done, 50));
const has = (name) => told.some((each) => each[0] === name && each[1] === "update");
const early = [];
while (!has("home") || !has("tea")) {
  early.push((await rest.v1.statuses.create({ status: "#tea soon", visibility: "public" })).id);
  await pause();
}
const said = await rest.v1.statuses.create({ status: "@wanda #tea now", visibility: "public" });
while (!told.some((each) => each[0] === "tea" && each[2] === said.id)) await pause();
// Of what is taken back at once nobody need be told.
await notification;
tea.unsubscribe();
await rest.v1.statuses.$select(said.id).remove();
await listening;
console.log(JSON.stringify({ said: said.id, told: told.filter((each) => !early.includes(each[2])) }));
streaming.close();
"""


@pytest.fixture(scope="module")
def node(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which node finds masto."""
    if shutil.which("npm") is None:
        pytest.skip("node and npm are not here: no session with masto")
    folder = tmp_path_factory.mktemp("node")
    (folder / "session.mjs").write_text(SESSION)
    wanted = ["npm", "install", "--no-audit", "--no-fund", "--silent", "masto@7"]
    if subprocess.run(wanted, cwd=folder, capture_output=True, timeout=120, check=False).returncode:
        pytest.skip("npm cannot fetch masto here: no session with it")
    return folder


def test_one_socket_carries_two_streams(node: Path, site: Running, join: Join) -> None:
    vera, wanda = join("vera"), join("wanda")
    wanda.account_follow(vera.me())
    streaming = wanda.instance_v2().configuration.urls.streaming
    assert urlsplit(streaming).scheme == "ws"
    done = subprocess.run(
        ["node", "session.mjs", site.url, streaming, wanda.access_token, vera.access_token],
        cwd=node, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    heard = json.loads(done.stdout)
    said = heard["said"]
    assert ["tea", "update", said] in heard["told"]
    assert [each[1:] for each in heard["told"] if each[0] == "home" and each[1] != "notification"] == [
        ["update", said],
        ["delete", said],
    ]
    assert "notification" in {each[1] for each in heard["told"]}
