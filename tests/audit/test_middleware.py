import pytest
from django.http import HttpResponse
from django.test import RequestFactory, override_settings

from audit import context
from audit.middleware import RequestContextMiddleware


def answer(request):
    """What the view sees while it runs."""
    return HttpResponse(f"{context.current().ip} {context.current().request_id}")


def test_the_request_under_way_is_known_and_its_number_is_told(rf: RequestFactory):
    response = RequestContextMiddleware(answer)(rf.get("/", REMOTE_ADDR="10.1.2.3"))
    ip, number = response.content.decode().split()
    assert (ip, number) == ("10.1.2.3", response["X-Request-ID"])
    assert len(number) == 32


def test_every_request_has_its_own_number(rf):
    middleware = RequestContextMiddleware(answer)
    assert middleware(rf.get("/"))["X-Request-ID"] != middleware(rf.get("/"))["X-Request-ID"]


def test_nothing_stays_behind_even_after_an_error(rf):
    def fail(request):
        raise RuntimeError

    with pytest.raises(RuntimeError):
        RequestContextMiddleware(fail)(rf.get("/"))
    assert context.current() == context.RequestFacts()


def test_a_forged_address_is_not_believed_without_a_proxy(rf):
    request = rf.get("/", REMOTE_ADDR="10.1.2.3", HTTP_X_FORWARDED_FOR="6.6.6.6")
    assert RequestContextMiddleware(answer)(request).content.startswith(b"10.1.2.3 ")


@override_settings(AXES_IPWARE_PROXY_COUNT=0, AXES_IPWARE_META_PRECEDENCE_ORDER=["HTTP_X_FORWARDED_FOR", "REMOTE_ADDR"])
def test_behind_a_proxy_the_address_it_appended_is_kept(rf):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="10.1.2.3")
    assert RequestContextMiddleware(answer)(request).content.startswith(b"10.1.2.3 ")
