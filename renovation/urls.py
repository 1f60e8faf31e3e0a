"""Addresses of plans, projects and steps, under projects/."""

from __future__ import annotations

from django.urls import path

from renovation.views import (
    adjusting,
    bill,
    bulk_reminder,
    checklists,
    groups,
    plans,
    project,
    project_list,
    registers,
    step_list,
    steps,
    versions,
    why,
    work,
)

app_name = "renovation"
urlpatterns = [
    path("", project_list.ProjectList.as_view(), name="project_list"),
    path("remind/", bulk_reminder.RemindProjects.as_view(), name="project_remind"),
    path("migrate/<int:version_id>/", versions.MigrateMany.as_view(), name="migrate_many"),
    path("plans/<int:pk>/", plans.PlanPage.as_view(), name="plan"),
    path("plans/<int:pk>/issue/", plans.Issue.as_view(), name="plan_issue"),
    path("plans/<int:pk>/adjust/<str:kind>/", adjusting.Adjust.as_view(), name="plan_adjust"),
    path("plans/<int:pk>/carry/", adjusting.CarryOver.as_view(), name="plan_carry"),
    path("plans/<int:pk>/why/<str:key>/", adjusting.WhyPlan.as_view(), name="plan_why"),
    path("groups/", groups.GroupList.as_view(), name="groups"),
    path("groups/new/", groups.NewGroup.as_view(), name="group_new"),
    path("groups/<int:pk>/", groups.GroupPage.as_view(), name="group"),
    path("groups/<int:pk>/edit/", groups.EditGroup.as_view(), name="group_edit"),
    path("registers/", registers.Registers.as_view(), name="registers"),
    path("registers/<str:key>/", registers.RegisterPage.as_view(), name="register"),
    path("registers/<str:key>/new/", registers.EnterRow.as_view(), name="register_enter"),
    path(
        "registers/<str:key>/<int:pk>/correct/",
        registers.CorrectRow.as_view(),
        name="register_correct",
    ),
    path(
        "registers/<str:key>/<int:pk>/close/", registers.CloseRow.as_view(), name="register_close"
    ),
    path("candidates/<int:community_id>/", plans.NewCandidate.as_view(), name="new_candidate"),
    path("steps/", step_list.StepList.as_view(), name="step_list"),
    path("steps/<int:step_id>/complete/", steps.Complete.as_view(), name="step_complete"),
    path("steps/<int:step_id>/remind/", steps.Remind.as_view(), name="step_remind"),
    path("steps/<int:step_id>/evidence/", steps.Evidence.as_view(), name="step_evidence"),
    path("steps/<int:step_id>/extend/", steps.Extend.as_view(), name="step_extend"),
    path("steps/<int:step_id>/schedule/", steps.Schedule.as_view(), name="step_schedule"),
    path("steps/<int:step_id>/documents/<str:key>/", steps.Upload.as_view(), name="step_upload"),
    path("<int:project_id>/", project.Overview.as_view(), name="project"),
    path("<int:project_id>/homes/", project.Homes.as_view(), name="homes"),
    path("<int:project_id>/contents/", work.Contents.as_view(), name="contents"),
    path("<int:project_id>/bill/", bill.Bill.as_view(), name="bill"),
    path("<int:project_id>/procedure/", project.Procedure.as_view(), name="procedure"),
    path("<int:project_id>/files/", project.Files.as_view(), name="files"),
    path("<int:project_id>/history/", project.History.as_view(), name="history"),
    path("<int:project_id>/works/", work.Works.as_view(), name="works"),
    path("<int:project_id>/versions/", versions.Versions.as_view(), name="versions"),
    path("<int:project_id>/migrate/", versions.Migrate.as_view(), name="migrate"),
    path("<int:project_id>/migrate/back/", versions.MigrateBack.as_view(), name="migrate_back"),
    path("<int:project_id>/withdraw/", project.Withdraw.as_view(), name="withdraw"),
    path("<int:project_id>/handler/", project.Handler.as_view(), name="handler"),
    path("<int:project_id>/declare/<str:key>/", steps.Declare.as_view(), name="declare"),
    path(
        "<int:project_id>/checklists/<str:key>/",
        checklists.Checklist.as_view(),
        name="checklist",
    ),
    path("<int:project_id>/why/<str:key>/", why.WhyPage.as_view(), name="why"),
]
