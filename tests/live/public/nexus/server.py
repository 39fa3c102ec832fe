"""The part of the API of Omicron's Nexus that the program calls."""

import base64
import sys
from pathlib import Path
from uuid import uuid4

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

TIME = "2026-01-02T03:04:05Z"
PROJECTS = {}
DISKS = {}
WRITTEN = {}


def signed(request):
    if request.headers.get("Authorization") != "Bearer oxide-token-1":
        raise refused(401, "Unauthorized", "credentials missing or invalid")


def refused(status, code, message):
    return Refused(status, {"error_code": code, "message": message, "request_id": str(uuid4())})


def identity(body):
    return {**body, "id": str(uuid4()), "time_created": TIME, "time_modified": TIME}


def page(items, request):
    names = sorted(items)
    start = names.index(request.query["page_token"]) if "page_token" in request.query else 0
    end = start + int(request.query["limit"])
    following = names[end] if end < len(names) else None
    return {"items": [items[name] for name in names[start:end]], "next_page": following}


@route("POST", "/v1/projects")
def create_project(request):
    signed(request)
    body = request.json()
    assert set(body) == {"name", "description"}, body
    if body["name"] in PROJECTS:
        raise refused(400, "ObjectAlreadyExists", f'already exists: project "{body["name"]}"')
    PROJECTS[body["name"]] = identity(body)
    return 201, PROJECTS[body["name"]]


@route("GET", "/v1/projects")
def list_projects(request):
    signed(request)
    return page(PROJECTS, request)


@route("POST", "/v1/disks")
def create_disk(request):
    signed(request)
    body = request.json()
    source = body["disk_backend"]["disk_source"]
    assert body["disk_backend"]["type"] == "distributed" and request.query["project"] == "imports", body
    assert source == {"type": "importing_blocks", "block_size": 512}, source
    disk = {key: body[key] for key in ("name", "description", "size")}
    disk.update(block_size=512, device_path="/mnt/boot", disk_type="distributed", read_only=False)
    disk.update(project_id=str(uuid4()), state={"state": "import_ready"})
    DISKS[body["name"]] = identity(disk)
    return 201, DISKS[body["name"]]


@route("POST", "/v1/disks/{disk}/bulk-write-start")
def start(request, disk):
    signed(request)
    WRITTEN[disk] = b""
    return 204, None


@route("POST", "/v1/disks/{disk}/bulk-write")
def write(request, disk):
    signed(request)
    body = request.json()
    assert body["offset"] == len(WRITTEN[disk]), body
    WRITTEN[disk] += base64.b64decode(body["base64_encoded_data"], validate=True)
    return 204, None


@route("POST", "/v1/disks/{disk}/bulk-write-stop")
def stop(request, disk):
    signed(request)
    assert len(WRITTEN[disk]) == 1024, len(WRITTEN[disk])
    return 204, None


@route("POST", "/v1/instances")
def create_instance(request):
    signed(request)
    body = request.json()
    assert (body["ncpus"], body["memory"], body["hostname"]) == (2, 1 << 30, "web-1"), body
    assert body["external_ips"] == [{"type": "ephemeral"}], body
    instance = {key: body[key] for key in ("name", "description", "ncpus", "memory", "hostname")}
    instance.update(auto_restart_enabled=False, enable_jumbo_frames=False, project_id=str(uuid4()))
    instance.update(run_state="creating", time_run_state_updated=TIME)
    return 201, identity(instance)


@route("GET", "/v1/instances/{instance}")
def view_instance(request, instance):
    signed(request)
    raise refused(404, "ObjectNotFound", f'not found: instance with name "{instance}"')


serve()
