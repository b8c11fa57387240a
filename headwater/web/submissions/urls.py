"""Addresses of submissions: their balance, their list, one of them, and replays."""

from django.urls import path

from headwater.web.submissions import balance, deeds, files, listing, one, replays

urlpatterns = [
    path("submissions", listing.submission_list, name="submissions"),
    path("submissions/balance", balance.page, name="balance"),
    path("submissions/balance/strip", balance.strip, name="balance_strip"),
    path("submissions/replays", replays.replay_list, name="replays"),
    path("submissions/replays/<int:pk>", replays.replay, name="replay"),
    path("submissions/<int:pk>", one.submission, name="submission"),
    path("submissions/<int:pk>/files/<int:number>", files.sent_file, name="sent_file"),
    path("submissions/<int:pk>/release", deeds.release, name="release_submission"),
    path("submissions/<int:pk>/correction", deeds.correct, name="correct_submission"),
    path("submissions/<int:pk>/sender", deeds.know_sender, name="know_sender"),
]
