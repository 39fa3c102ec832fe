"""The part of GitHub's REST API that the program calls."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

ISSUES = []
TIME = "2026-01-02T03:04:05Z"
USER_URLS = "avatar events followers following gists html organizations received_events repos starred subscriptions"


def signed(request):
    if request.headers.get("Authorization") != "Bearer ghp_1":
        raise Refused(401, {"message": "Bad credentials", "documentation_url": "https://docs.github.com/rest"})


def user():
    urls = {f"{name}_url": "https://x.example" for name in USER_URLS.split()}
    known = {"id": 1, "node_id": "U1", "login": "octocat", "gravatar_id": "", "site_admin": False, "type": "User"}
    return {**urls, **known, "url": "https://x.example"}


def issue(number, title):
    urls = {f"{name}_url": "https://x.example" for name in "comments events html labels repository".split()}
    found = {"id": number, "node_id": f"I{number}", "number": number, "title": title, "state": "open", "locked": False}
    found.update(assignee=None, closed_at=None, comments=0, labels=[], milestone=None, user=user())
    return {**urls, **found, "url": "https://x.example", "created_at": TIME, "updated_at": TIME}


@route("POST", "/repos/{owner}/{repo}/issues")
def create(request, owner, repo):
    signed(request)
    body = request.json()
    assert body["labels"] == ["bug"] and body["body"], body
    ISSUES.append(issue(len(ISSUES) + 1, body["title"]))
    return 201, ISSUES[-1]


@route("GET", "/repos/{owner}/{repo}/issues")
def issues(request, owner, repo):
    signed(request)
    assert request.query["state"] == "open", request.query
    page, size = int(request.query.get("page", 1)), int(request.query["per_page"])
    host = request.headers["Host"]
    following = f"<http://{host}{request.path}?state=open&per_page={size}&page={page + 1}>; rel=\"next\""
    headers = {"Link": following} if page * size < len(ISSUES) else {}
    return 200, ISSUES[(page - 1) * size : page * size], headers


@route("GET", "/search/issues")
def search(request):
    signed(request)
    assert request.query["q"] == "repo:octocat/hello is:issue", request.query
    items = [{**issue, "score": 1.0, "author_association": "OWNER"} for issue in ISSUES]
    return {"total_count": len(items), "incomplete_results": False, "search_type": "lexical", "items": items}


@route("POST", "/repos/{owner}/{repo}/releases/{id}/assets")
def upload(request, owner, repo, id):
    signed(request)
    assert request.query == {"name": "app.zip"} and request.body == b"PK", request.body
    asset = {"id": 1, "name": "app.zip", "content_type": "application/zip", "size": 2, "state": "uploaded"}
    asset.update(url="https://x.example", node_id="A1", download_count=0, label=None, uploader=user(), digest=None)
    return 201, {**asset, "browser_download_url": "https://x.example", "created_at": TIME, "updated_at": TIME}


@route("GET", "/repos/{owner}/{repo}")
def repository(request, owner, repo):
    signed(request)
    raise Refused(404, {"message": "Not Found", "documentation_url": "https://docs.github.com/rest", "status": "404"})


serve()
