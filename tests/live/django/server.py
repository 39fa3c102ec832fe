"""A library as the tutorials of Django REST framework and drf-spectacular write it, in one file."""

import os
import uuid

import django
from django.conf import settings

settings.configure(
    DEBUG=True,
    SECRET_KEY="only for a test",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    INSTALLED_APPS=[
        "django.contrib.contenttypes", "django.contrib.auth", "django_filters", "rest_framework", "drf_spectacular",
    ],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    # Each call has the password checked, which is slow on purpose otherwise.
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    REST_FRAMEWORK={
        "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
        "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.LimitOffsetPagination",
        "PAGE_SIZE": 2,
        "DEFAULT_FILTER_BACKENDS": [
            "django_filters.rest_framework.DjangoFilterBackend",
            "rest_framework.filters.SearchFilter",
            "rest_framework.filters.OrderingFilter",
        ],
        "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.BasicAuthentication"],
    },
    SPECTACULAR_SETTINGS={
        "TITLE": "Library", "VERSION": "1.0.0", "SERVE_INCLUDE_SCHEMA": False,
        # Separate schemas for requests and responses, which the documentation recommends for clients.
        "COMPONENT_SPLIT_REQUEST": True,
    },
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import FileResponse, HttpResponse  # noqa: E402
from django.urls import include, path  # noqa: E402
from drf_spectacular.types import OpenApiTypes  # noqa: E402
from drf_spectacular.utils import (  # noqa: E402
    OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer, extend_schema, extend_schema_field, inline_serializer,
)
from drf_spectacular.views import SpectacularAPIView  # noqa: E402
from rest_framework import pagination, parsers, permissions, renderers, routers, serializers, status, viewsets  # noqa: E402
from rest_framework.decorators import action, api_view, parser_classes, renderer_classes  # noqa: E402
from rest_framework.exceptions import APIException  # noqa: E402
from rest_framework.response import Response  # noqa: E402
from rest_framework.views import APIView  # noqa: E402


class Author(models.Model):
    name = models.CharField(max_length=100)

    class Meta:
        app_label = "library"


class Book(models.Model):
    class Genre(models.TextChoices):
        NOVEL = "novel", "Novel"
        POETRY = "poetry", "Poetry"

    class Rating(models.IntegerChoices):
        BAD = 1
        GOOD = 5

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField(max_length=20, help_text="As on the cover.")
    subtitle = models.CharField(max_length=50, blank=True)
    author = models.ForeignKey(Author, related_name="books", on_delete=models.CASCADE)
    genre = models.CharField(max_length=10, choices=Genre, blank=True, null=True)
    rating = models.IntegerField(choices=Rating, default=Rating.GOOD)
    pages = models.PositiveIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5000)])
    price = models.DecimalField(max_digits=6, decimal_places=2)
    weight = models.FloatField(null=True, blank=True)
    isbn = models.CharField(max_length=13, validators=[RegexValidator(r"^\d{13}$")], unique=True)
    published = models.DateField(null=True)
    reading_time = models.DurationField(null=True, blank=True)
    opens_at = models.TimeField(null=True, blank=True)
    home_page = models.URLField(blank=True)
    contact = models.EmailField(blank=True)
    meta = models.JSONField(default=dict, blank=True)
    lent = models.BooleanField(default=False)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "library"
        ordering = ["title"]


class AuthorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Author
        fields = ["id", "name"]


class BookSerializer(serializers.ModelSerializer):
    author_name = serializers.CharField(source="author.name", read_only=True)
    pin = serializers.CharField(write_only=True, required=False)
    tags = serializers.ListField(child=serializers.CharField(max_length=10), required=False, write_only=True)
    summary = serializers.SerializerMethodField()

    class Meta:
        model = Book
        fields = "__all__"

    @extend_schema_field(OpenApiTypes.STR)
    def get_summary(self, book):
        return f"{book.title} by {book.author.name}"

    def create(self, data):
        data.pop("pin", None), data.pop("tags", None)
        return super().create(data)

    def validate_title(self, value):
        if value == "Untitled":
            raise serializers.ValidationError("A book has a title.")
        return value


class Lent(APIException):
    status_code = 409
    default_detail = "The book is lent."
    default_code = "lent"


class ErrorSerializer(serializers.Serializer):
    detail = serializers.CharField()


class BookPagination(pagination.PageNumberPagination):
    page_size = 2
    page_size_query_param = "page_size"


class BookViewSet(viewsets.ModelViewSet):
    """Books of the library."""

    queryset = Book.objects.all()
    serializer_class = BookSerializer
    pagination_class = BookPagination
    filterset_fields = ["genre", "rating", "lent"]
    search_fields = ["title"]
    ordering_fields = ["title", "pages"]

    @extend_schema(request=None, responses={200: BookSerializer, 409: OpenApiResponse(ErrorSerializer, "It is lent already.")})
    @action(detail=True, methods=["post"])
    def lend(self, request, pk=None):
        book = self.get_object()
        if book.lent:
            raise Lent()
        book.lent = True
        book.save()
        return Response(self.get_serializer(book).data)

    @extend_schema(responses=OpenApiTypes.BINARY)
    @action(detail=True, methods=["get"])
    def cover(self, request, pk=None):
        return HttpResponse(b"\x89PNG", content_type="application/octet-stream")


class AuthorViewSet(viewsets.ModelViewSet):
    queryset = Author.objects.order_by("id")
    serializer_class = AuthorSerializer


class PersonSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["person"])
    first_name = serializers.CharField()


class CompanySerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=["company"])
    employees = serializers.IntegerField(allow_null=True)


class PartyView(APIView):
    @extend_schema(
        operation_id="parties_create",
        request=PolymorphicProxySerializer(
            "Party", serializers={"person": PersonSerializer, "company": CompanySerializer}, resource_type_field_name="kind"
        ),
        responses=PolymorphicProxySerializer(
            "Party", serializers={"person": PersonSerializer, "company": CompanySerializer}, resource_type_field_name="kind"
        ),
    )
    def post(self, request):
        kinds = {"person": PersonSerializer, "company": CompanySerializer}
        serializer = kinds.get(request.data.get("kind"), PersonSerializer)(data=request.data)
        serializer.is_valid(raise_exception=True)
        return Response(serializer.data)


class UploadSerializer(serializers.Serializer):
    name = serializers.CharField()
    file = serializers.FileField()
    ratings = serializers.ListField(child=serializers.IntegerField(), required=False)


@extend_schema(
    request={"multipart/form-data": UploadSerializer},
    responses=inline_serializer("Uploaded", {"name": serializers.CharField(), "size": serializers.IntegerField(), "file_name": serializers.CharField(), "ratings": serializers.ListField(child=serializers.IntegerField())}),
)
@api_view(["POST"])
@parser_classes([parsers.MultiPartParser])
def upload(request):
    serializer = UploadSerializer(data=request.data)
    serializer.is_valid(raise_exception=True)
    data = serializer.validated_data
    file = data["file"]
    return Response({"name": data["name"], "size": file.size, "file_name": file.name, "ratings": data.get("ratings", [])})


@extend_schema(
    parameters=[
        OpenApiParameter("day", OpenApiTypes.DATE, required=True),
        OpenApiParameter("at", OpenApiTypes.DATETIME),
        OpenApiParameter("ids", {"type": "array", "items": {"type": "integer"}}, explode=False, style="form"),
        OpenApiParameter("genre", OpenApiTypes.STR, enum=["novel", "poetry"], many=True),
        OpenApiParameter("X-Client", OpenApiTypes.STR, OpenApiParameter.HEADER),
        OpenApiParameter("session", OpenApiTypes.STR, OpenApiParameter.COOKIE),
    ],
    responses={200: OpenApiTypes.OBJECT},
)
@api_view(["GET"])
def seen(request):
    values = {name: request.query_params.getlist(name) for name in request.query_params}
    return Response(values | {"client": request.headers.get("X-Client"), "session": request.COOKIES.get("session")})


class MeView(APIView):
    permission_classes = [permissions.IsAuthenticated]

    @extend_schema(responses={200: inline_serializer("Me", {"user": serializers.CharField()}), 401: ErrorSerializer})
    def get(self, request):
        return Response({"user": request.user.username})


class CSVRenderer(renderers.BaseRenderer):
    media_type = "text/csv"
    format = "csv"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return data


@extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
@api_view(["GET"])
@renderer_classes([CSVRenderer])
def report(request):
    return FileResponse(iter([b"title,pages\r\n", b"Emma,300\r\n"]), content_type="text/csv")


router = routers.DefaultRouter()
router.register("books", BookViewSet)
router.register("authors", AuthorViewSet)
urlpatterns = [
    path("api/", include(router.urls)),
    path("api/parties/", PartyView.as_view()),
    path("api/upload/", upload),
    path("api/seen/", seen),
    path("api/me/", MeView.as_view()),
    path("api/report/", report),
    path("schema/", SpectacularAPIView.as_view()),
]

if __name__ == "__main__":
    from wsgiref.simple_server import WSGIServer, make_server

    from django.contrib.auth.models import User
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", run_syncdb=True, verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Author)
        editor.create_model(Book)
    User.objects.create_user("ada", password="secret")
    # One thread, because the database is in memory and belongs to one connection.
    make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application(), WSGIServer).serve_forever()
