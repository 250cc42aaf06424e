from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import path


@login_required
def fixed(request):
    return render(request, "bench/static.html")


urlpatterns = [path("bench/static/", fixed)]
