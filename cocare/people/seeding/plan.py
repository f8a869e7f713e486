"""What the demo district consists of, before anybody lives in it. Everything is invented."""

from dataclasses import dataclass

from ..enums import OrganisationKind as Kind
from ..enums import Stage

DISTRICT = "澜川区"

GROUPS = {
    "G01": ("澜川区望潮教育集团", "望潮集团"),
    "G02": ("澜川区青岩教育集团", "青岩集团"),
}

# code: (name, short name, kind, group, classes by grade; grades of a kindergarten are 1 to 3)
SCHOOLS = {
    "S01": ("澜川区望潮台小学", "望潮台小学", Kind.SCHOOL, "G01", {1: 2, 2: 1, 3: 2, 4: 1, 5: 1, 6: 1}),
    "S02": ("澜川区石榴渡小学", "石榴渡小学", Kind.SCHOOL, "G01", {1: 1, 2: 1, 3: 2, 4: 2, 5: 1, 6: 1}),
    "S03": ("澜川区青岩坪中心小学", "青岩坪中心小学", Kind.SCHOOL, "G02", {1: 1, 2: 1, 3: 1, 4: 1, 5: 1, 6: 1}),
    "S04": ("澜川区花椒沟村小", "花椒沟村小", Kind.SCHOOL, "G02", {1: 1, 2: 1}),
    "S05": ("澜川区云帆桥实验学校", "云帆桥实验学校", Kind.SCHOOL, "G01", {1: 1, 3: 1, 5: 1, 7: 2, 8: 1, 9: 1}),
    "S06": ("澜川区汀洲初级中学", "汀洲初中", Kind.SCHOOL, "", {7: 2, 8: 1, 9: 1}),
    "S07": ("澜川区雁栖江高级中学", "雁栖江高中", Kind.SCHOOL, "", {10: 1, 11: 1, 12: 1}),
    "S08": ("澜川区橘井幼儿园", "橘井幼儿园", Kind.KINDERGARTEN, "", {1: 1, 2: 1, 3: 1}),
}

# code: (name, short name, kind). The first of a kind stands for it.
PARTNERS = {
    "P01": ("澜川区教育委员会", "区教委", Kind.EDUCATION_COMMISSION),
    "P02": ("澜川区家庭教育指导中心", "指导中心", Kind.GUIDANCE_CENTER),
    "P03": ("澜川区妇女联合会", "区妇联", Kind.WOMENS_FEDERATION),
    "P04": ("澜川区人民法院", "区法院", Kind.COURT),
    "P05": ("澜川区人民检察院", "区检察院", Kind.PROCURATORATE),
    "P06": ("澜川区公安分局", "区公安分局", Kind.POLICE),
    "P07": ("澜川区司法局", "区司法局", Kind.JUSTICE_BUREAU),
    "P08": ("澜川区民政局", "区民政局", Kind.CIVIL_AFFAIRS),
    "P09": ("澜川区望潮街道", "望潮街道", Kind.TOWNSHIP),
    "P10": ("澜川区青岩坪镇", "青岩坪镇", Kind.TOWNSHIP),
    "P11": ("望潮街道石榴渡社区居民委员会", "石榴渡社区", Kind.COMMUNITY),
    "P12": ("望潮街道云帆桥社区居民委员会", "云帆桥社区", Kind.COMMUNITY),
    "P13": ("青岩坪镇花椒沟村民委员会", "花椒沟村", Kind.COMMUNITY),
}

TEACHERS = 150
GUARDIANS = 2000
CLASS_SIZE = 30
# The village school is small; the class that the demo looks at is a full one. 1,200 pupils in all.
SIZES = {("S04", 1, 1): 12, ("S04", 2, 1): 12, ("S02", 3, 2): 36}
THE_CLASS = ("S02", 3, 2)

SUBJECTS = {
    Stage.KINDERGARTEN: ("健康", "语言", "艺术"),
    Stage.PRIMARY: ("数学", "英语", "科学", "音乐", "美术", "体育与健康", "道德与法治"),
    Stage.JUNIOR: ("数学", "英语", "道德与法治", "历史", "地理", "生物学", "体育与健康"),
    Stage.SENIOR: ("数学", "英语", "物理", "化学", "历史", "地理", "体育与健康"),
}
HEADS_SUBJECT = {Stage.KINDERGARTEN: "生活", Stage.PRIMARY: "语文", Stage.JUNIOR: "语文", Stage.SENIOR: "语文"}
FIRST_SENIOR, FIRST_JUNIOR = 10, 7
AGE_OF_FIRST_GRADE = {Stage.KINDERGARTEN: 3, Stage.PRIMARY: 6, Stage.JUNIOR: 12, Stage.SENIOR: 15}


@dataclass(frozen=True, slots=True)
class ClassPlan:
    school: str
    grade: int
    number: int
    stage: Stage
    size: int


def stage_of(kind: Kind, grade: int) -> Stage:
    if kind == Kind.KINDERGARTEN:
        return Stage.KINDERGARTEN
    if grade >= FIRST_SENIOR:
        return Stage.SENIOR
    return Stage.JUNIOR if grade >= FIRST_JUNIOR else Stage.PRIMARY


def class_plans() -> list[ClassPlan]:
    return [
        ClassPlan(code, grade, number, stage_of(kind, grade), SIZES.get((code, grade, number), CLASS_SIZE))
        for code, (_name, _short, kind, _group, grades) in SCHOOLS.items()
        for grade, count in grades.items()
        for number in range(1, count + 1)
    ]
