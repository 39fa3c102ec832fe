"""The part of Stripe's API that the program calls."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent.parent))

from service import Refused, route, serve

CUSTOMERS = []


def signed(request):
    if request.headers.get("Authorization") != "Bearer sk_test_1":
        raise Refused(401, {"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}})


@route("POST", "/v1/customers")
def create_customer(request):
    signed(request)
    form = request.form()
    assert form["metadata[shop]"] == "berlin", form
    customer = {"id": f"cus_{len(CUSTOMERS)}", "object": "customer", "created": 1, "livemode": False}
    CUSTOMERS.append({**customer, "name": form["name"], "email": form["email"], "metadata": {"shop": "berlin"}})
    return CUSTOMERS[-1]


@route("GET", "/v1/customers")
def list_customers(request):
    signed(request)
    ids = [customer["id"] for customer in CUSTOMERS]
    start = ids.index(request.query["starting_after"]) + 1 if "starting_after" in request.query else 0
    data = CUSTOMERS[start : start + int(request.query["limit"])]
    return {"object": "list", "url": "/v1/customers", "data": data, "has_more": start + len(data) < len(ids)}


@route("GET", "/v1/customers/search")
def search(request):
    signed(request)
    assert request.query["query"] == "email:'a@example.com'", request.query
    data = [customer for customer in CUSTOMERS if customer["email"] == "a@example.com"]
    return {"object": "search_result", "url": "/v1/customers/search", "data": data, "has_more": False}


@route("POST", "/v1/payment_intents")
def pay(request):
    signed(request)
    form = request.form()
    if form.get("payment_method") == "pm_card_chargeDeclined":
        assert form["confirm"] == "true", form
        error = {"type": "card_error", "code": "card_declined", "message": "Your card was declined."}
        raise Refused(402, {"error": error})
    assert form["payment_method_types[]"] == "card" and form["amount"] == "1000", form
    intent = {"id": "pi_1", "object": "payment_intent", "amount": 1000, "currency": form["currency"], "created": 1}
    intent.update(capture_method="automatic", confirmation_method="automatic", livemode=False)
    return {**intent, "payment_method_types": ["card"], "status": "requires_payment_method"}


@route("POST", "/v1/files")
def upload(request):
    signed(request)
    parts = request.parts()
    assert parts["purpose"] == (None, b"dispute_evidence"), parts
    assert parts["file"] == ("receipt.png", b"\x89PNG"), parts
    file = {"id": "file_1", "object": "file", "created": 1, "purpose": "dispute_evidence", "size": 4}
    return {**file, "filename": "receipt.png", "type": "png", "title": None, "url": None}


serve()
