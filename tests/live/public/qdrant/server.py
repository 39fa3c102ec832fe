"""The part of Qdrant's API that the program calls."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

COLLECTIONS = {}


def done(result):
    return {"result": result, "status": "ok", "time": 0.001}


def points(name):
    if name not in COLLECTIONS:
        error = f"Not found: Collection `{name}` doesn't exist!"
        raise Refused(404, {"status": {"error": error}, "time": 0.001})
    return COLLECTIONS[name]


def is_match(filter, point):
    if filter is None:
        return True
    condition = filter["must"][0] if isinstance(filter["must"], list) else filter["must"]
    return point["payload"].get(condition["key"]) == condition["match"]["value"]


@route("PUT", "/collections/{name}")
def create(request, name):
    assert request.json() == {"vectors": {"size": 4, "distance": "Dot"}}, request.body
    COLLECTIONS[name] = {}
    return done(True)


@route("PUT", "/collections/{name}/points")
def upsert(request, name):
    assert request.query == {"wait": "true"}, request.query
    for point in request.json()["points"]:
        assert len(point["vector"]) == 4, point
        points(name)[point["id"]] = point
    return done({"operation_id": 0, "status": "completed"})


@route("POST", "/collections/{name}/points/query")
def query(request, name):
    body = request.json()
    assert body["with_payload"] is True, body
    found = []
    for point in points(name).values():
        if is_match(body.get("filter"), point):
            score = sum(a * b for a, b in zip(point["vector"], body["query"]))
            found.append({"id": point["id"], "version": 0, "score": score, "payload": point["payload"]})
    found.sort(key=lambda point: -point["score"])
    return done({"points": found[: body["limit"]]})


@route("POST", "/collections/{name}/points/scroll")
def scroll(request, name):
    body = request.json()
    ids = [id for id in points(name) if id >= (body.get("offset") or 0)]
    page, rest = ids[: body["limit"]], ids[body["limit"] :]
    records = [{"id": id, "payload": points(name)[id]["payload"]} for id in page]
    return done({"points": records, "next_page_offset": rest[0] if rest else None})


@route("POST", "/collections/{name}/snapshots/upload")
def snapshot(request, name):
    file, content = request.parts()["snapshot"]
    assert (file, content) == ("s.snapshot", b"all points"), (file, content)
    points(name)
    return done(True)


serve()
