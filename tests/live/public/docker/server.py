"""The part of Docker's Engine API that the program calls."""

import json
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

CONTAINERS = {}


def container(id):
    if id not in CONTAINERS:
        raise Refused(404, {"message": f"No such container: {id}"})
    return CONTAINERS[id]


@route("POST", "/v1.47/images/create")
def pull(request):
    assert request.query == {"fromImage": "alpine", "tag": "3"}, request.query
    lines = [{"status": "Pulling from library/alpine"}, {"status": "Status: Downloaded newer image for alpine:3"}]
    body = (json.dumps(line).encode() + b"\r\n" for line in lines)
    return 200, body, {"Content-Type": "application/json"}


@route("POST", "/v1.47/containers/create")
def create(request):
    body = request.json()
    assert body == {"Image": "alpine:3", "Cmd": ["echo", "hello"]}, body
    id = request.query["name"]
    CONTAINERS[id] = {"Id": id, "Names": [f"/{id}"], "Image": "alpine:3", "State": "created"}
    return 201, {"Id": id, "Warnings": []}


@route("POST", "/v1.47/containers/{id}/start")
def start(request, id):
    container(id)["State"] = "running"
    return 204, None


@route("POST", "/v1.47/containers/{id}/wait")
def wait(request, id):
    container(id)["State"] = "exited"
    return {"StatusCode": 0}


@route("GET", "/v1.47/containers/{id}/logs")
def logs(request, id):
    assert request.query == {"stdout": "true", "follow": "true"}, request.query
    container(id)
    line = b"hello\n"
    body = (b"\x01\0\0\0" + len(line).to_bytes(4, "big") + line for _ in range(2))
    return 200, body, {"Content-Type": "application/vnd.docker.multiplexed-stream"}


@route("GET", "/v1.47/containers/json")
def containers(request):
    assert request.query["all"] == "true", request.query
    states = json.loads(request.query["filters"])["status"]
    return [found for found in CONTAINERS.values() if found["State"] in states]


@route("PUT", "/v1.47/containers/{id}/archive")
def archive(request, id):
    container(id)
    assert request.query == {"path": "/etc"} and request.body == b"a tar archive", request.body
    return 200, b""


@route("GET", "/v1.47/containers/{id}/json")
def inspect(request, id):
    return container(id)


serve()
