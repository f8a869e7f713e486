from django.urls import path

from .views import audit_trail, classes, family, people_administration, posts, profile, pupils

app_name = "people"
urlpatterns = [
    path("me/", profile.profile_show, name="profile.show"),
    path("me/export/", profile.profile_export, name="profile.export"),
    path("capacity/", profile.capacity_switch, name="capacity.switch"),
    path("children/", family.child_list, name="child.list"),
    path("children/claim/", family.child_claim, name="child.claim"),
    path("children/<uuid:pk>/", family.child_show, name="child.show"),
    path("children/<uuid:pk>/care/", family.entrusted_care_create, name="entrusted_care.create"),
    path("care/<uuid:pk>/end/", family.entrusted_care_end, name="entrusted_care.end"),
    path("classes/", classes.class_list, name="class.list"),
    path("classes/<uuid:pk>/", classes.class_show, name="class.show"),
    path("pupils/<uuid:pk>/", pupils.pupil_show, name="pupil.show"),
    path("pupils/<uuid:pk>/code/", classes.claim_code_issue, name="claim_code.issue"),
    path("codes/<uuid:pk>/withdraw/", classes.claim_code_withdraw, name="claim_code.withdraw"),
    path("pupils/<uuid:pk>/class/", pupils.enrolment_change, name="enrolment.change"),
    path("pupils/<uuid:pk>/leave/", pupils.enrolment_end, name="enrolment.end"),
    path("guardianships/<uuid:pk>/end/", pupils.guardianship_end, name="guardianship.end"),
    path("guardianships/<uuid:pk>/document/", pupils.guardianship_change_create, name="guardianship_change.create"),
    path("changes/<uuid:pk>/", pupils.guardianship_change_advance, name="guardianship_change.advance"),
    path("restrictions/<uuid:pk>/lift/", pupils.restriction_lift, name="restriction.lift"),
    path("organisations/", posts.organisation_list, name="organisation.list"),
    path("organisations/<uuid:pk>/posts/new/", posts.post_create, name="post.create"),
    path("posts/", posts.post_list, name="post.list"),
    path("posts/<uuid:pk>/end/", posts.post_end, name="post.end"),
    path("people/", people_administration.person_list, name="person.list"),
    path("people/<uuid:pk>/", people_administration.person_show, name="person.show"),
    path("accounts/<uuid:pk>/disable/", people_administration.account_disable, name="account.disable"),
    path("accounts/<uuid:pk>/enable/", people_administration.account_enable, name="account.enable"),
    path("audit/", audit_trail.audit_list, name="audit.list"),
]
