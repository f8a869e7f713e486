"""Plausible names of nobody: surnames and given names put together by chance, the same for the same seed."""

from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
    "钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
FIRST_OF_ADULT = "建志国文明永春德家立世伟正宏光成大兴绍显思秀桂玉淑丽素晓雪慧美雅红佩静惠冬秋书长青怀清云"
LAST_OF_ADULT = "峰平军强林华生安良民田川松涛波斌勇海山东英兰芳琴珍梅莲萍霞娟云燕玲珠蓉芬凤香英菊敏洁莉红"
SINGLE_OF_ADULT = "刚勇磊涛超鹏辉斌亮凯俊峰娜婷敏倩颖芳丹玲琳蓉洁霞燕悦莹薇菲"
FIRST_OF_CHILD = "子一梓雨思若可欣沐宇浩亦书知云景锦语小以安星诗佳晨念乐清嘉奕希予初牧念"
LAST_OF_CHILD = "涵诺轩桐泽彤然萱宸妍航瑶睿宁远舟溪禾悠晴朗芮言晗霖朵笙衡岑苗乐帆阳柔安川月一"
SINGLE_OF_CHILD = "悦然晨睿昕辰萌曦朗宁琪桐苒沐舟"
OF_ONE_CHARACTER = 0.15


class Names:
    """Names drawn by chance, without giving the same one twice among adults, or twice in one class among children."""

    def __init__(self, rng: Random, taken: set[str]):
        self._rng = rng
        self._taken = set(taken)

    def adult(self, surname: str = "") -> str:
        while True:
            name = (surname or self._rng.choice(SURNAMES)) + self._given(FIRST_OF_ADULT, LAST_OF_ADULT, SINGLE_OF_ADULT)
            if name not in self._taken:
                self._taken.add(name)
                return name

    def child(self, surname: str, others: set[str]) -> str:
        while True:
            name = surname + self._given(FIRST_OF_CHILD, LAST_OF_CHILD, SINGLE_OF_CHILD)
            if name not in others:
                others.add(name)
                return name

    def _given(self, first: str, last: str, single: str) -> str:
        if self._rng.random() < OF_ONE_CHARACTER:
            return self._rng.choice(single)
        start, end = self._rng.choice(first), self._rng.choice(last)
        return start if start == end else start + end
