"""Chinese as it is typed on a Latin keyboard: the syllables of a text, and what a row of letters may stand for."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from pypinyin import lazy_pinyin

READINGS_MOST = 4
"""Ways in which one row of letters is parted into syllables."""

LETTERS_MOST = 40

_ALL = """
    a ai an ang ao ba bai ban bang bao bei ben beng bi bian biao bie bin bing bo bu ca cai can cang cao ce cen ceng cha chai chan chang chao che chen cheng
    chi chong chou chu chua chuai chuan chuang chui chun chuo ci cong cou cu cuan cui cun cuo da dai dan dang dao de dei den deng di dian diao die ding diu
    dong dou du duan dui dun duo e ei en eng er fa fan fang fei fen feng fo fou fu ga gai gan gang gao ge gei gen geng gong gou gu gua guai guan guang gui
    gun guo ha hai han hang hao he hei hen heng hong hou hu hua huai huan huang hui hun huo ji jia jian jiang jiao jie jin jing jiong jiu ju juan jue jun ka
    kai kan kang kao ke ken keng kong kou ku kua kuai kuan kuang kui kun kuo la lai lan lang lao le lei leng li lia lian liang liao lie lin ling liu lo long
    lou lu luan lun luo lv lve ma mai man mang mao me mei men meng mi mian miao mie min ming miu mo mou mu na nai nan nang nao ne nei nen neng ni nian niang
    niao nie nin ning niu nong nou nu nuan nuo nv nve o ou pa pai pan pang pao pei pen peng pi pian piao pie pin ping po pou pu qi qia qian qiang qiao qie
    qin qing qiong qiu qu quan que qun ran rang rao re ren reng ri rong rou ru rua ruan rui run ruo sa sai san sang sao se sen seng sha shai shan shang shao
    she shei shen sheng shi shou shu shua shuai shuan shuang shui shun shuo si song sou su suan sui sun suo ta tai tan tang tao te teng ti tian tiao tie ting
    tong tou tu tuan tui tun tuo wa wai wan wang wei wen weng wo wu xi xia xian xiang xiao xie xin xing xiong xiu xu xuan xue xun ya yan yang yao ye yi yin
    ying yo yong you yu yuan yue yun za zai zan zang zao ze zei zen zeng zha zhai zhan zhang zhao zhe zhei zhen zheng zhi zhong zhou zhu zhua zhuai zhuan
    zhuang zhui zhun zhuo zi zong zou zu zuan zui zun zuo
"""
_SYLLABLES = frozenset(_ALL.split())
_LONGEST = max(map(len, _SYLLABLES))
_INITIALS = re.compile(r"[abcdefghjklmnopqrstwxyz]{2,6}")


def folded(syllable: str) -> str:
    """As those say it who do not tell zh from z, nor -ng from -n: what sounds alike is one."""
    if syllable[:2] in ("zh", "ch", "sh"):
        syllable = syllable[0] + syllable[2:]
    return syllable[:-1] if syllable[-3:] in ("ang", "eng", "ing") else syllable


_KNOWN = _SYLLABLES | {folded(one) for one in _SYLLABLES}


@lru_cache(maxsize=16_384)
def syllables_of(run: str) -> tuple[str, ...]:
    """The folded syllable of each character of a run; empty where a character has none."""
    read = lazy_pinyin(run, errors=_silent)
    return tuple(folded(one) if one.isascii() and one.isalpha() else "" for one in read)


def readings_of(letters: str) -> list[tuple[str, ...]]:
    """The ways in which letters are a row of syllables, the one with the fewest first; none where they are not."""
    if len(letters) > LETTERS_MOST:
        return []
    ways: list[list[tuple[str, ...]]] = [[()]]
    for end in range(1, len(letters) + 1):
        here = [
            (*way, letters[start:end]) for start in range(max(0, end - _LONGEST), end) if ways[start] and letters[start:end] in _KNOWN for way in ways[start]
        ]
        ways.append(sorted(here, key=len)[:READINGS_MOST])
    return [tuple(folded(one) for one in way) for way in ways[-1] if way]


def initials_of(letters: str) -> Sequence[str] | None:
    """Letters as first letters of syllables: `sj` for 手机. None where they cannot be."""
    return tuple(letters) if _INITIALS.fullmatch(letters) else None


def _silent(characters: str) -> Any:
    """One empty syllable for each, which the library takes as it is."""
    return [""] * len(characters)
