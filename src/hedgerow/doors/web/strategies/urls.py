"""The pages of strategies."""

from django.urls import path

from . import choosing, mirror

urlpatterns = [
    path("me/strategy", choosing.statements, name="strategy"),
    path("me/strategy/choose", choosing.choose, name="strategy_choose"),
    path("me/strategy/choose/<str:strategy>", choosing.one, name="strategy_one"),
    path("me/strategy/mirror", mirror.mirror, name="strategy_mirror"),
    path("me/strategy/readers", mirror.readers, name="strategy_readers"),
    path("me/strategy/answer", choosing.kind_answer, name="strategy_answer"),
    path("me/strategy/undo", choosing.undo, name="strategy_undo"),
    path("me/strategy/forget", choosing.forget, name="strategy_forget"),
]
