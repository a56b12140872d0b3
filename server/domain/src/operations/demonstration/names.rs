//! Invented names: common surnames of the city, given names by generation, and now and then a name that tests fonts,
//! forms and sorting: rare characters (some outside the Basic Multilingual Plane), two-character surnames, a middle dot.

use super::{marginals::Sex, random::Random};

const SURNAMES: [(&str, u32); 48] = [
    ("张", 90),
    ("王", 86),
    ("陈", 74),
    ("李", 56),
    ("朱", 47),
    ("徐", 45),
    ("周", 42),
    ("沈", 41),
    ("吴", 40),
    ("陆", 36),
    ("顾", 32),
    ("金", 30),
    ("杨", 29),
    ("黄", 28),
    ("赵", 25),
    ("刘", 25),
    ("唐", 20),
    ("蒋", 18),
    ("孙", 18),
    ("曹", 17),
    ("钱", 16),
    ("施", 15),
    ("姚", 15),
    ("倪", 14),
    ("潘", 14),
    ("俞", 13),
    ("严", 12),
    ("瞿", 11),
    ("奚", 9),
    ("乔", 9),
    ("龚", 9),
    ("秦", 9),
    ("胡", 18),
    ("何", 14),
    ("林", 14),
    ("郑", 12),
    ("许", 12),
    ("宋", 9),
    ("方", 9),
    ("袁", 9),
    ("卫", 5),
    ("康", 4),
    ("包", 4),
    ("费", 4),
    ("闵", 3),
    ("储", 3),
    ("欧阳", 2),
    ("诸葛", 1),
];

/// Given names of one generation: born before this year, men, women.
const GENERATIONS: [(i16, &str, &str); 4] = [
    (
        1956,
        "阿根 德福 金生 国良 文彬 志明 永康 宝根 福祥 荣昌 林生 关荣 长庚 鸿章 耀祖 仁德 世昌 炳生 根宝 伯言",
        "阿珍 秀英 桂珍 玉兰 凤英 美娣 月琴 杏娣 招娣 彩娥 文娟 素珍 惠芳 菊仙 引娣 根娣 翠英 雅琴 宝珠 静仪",
    ),
    (
        1976,
        "建国 国强 建华 卫东 志强 伟民 国平 建平 文革 永明 海荣 立新 跃进 学军 惠忠 振华 宏伟 建中 卫国 汉民",
        "丽萍 建芳 美华 国英 红 秀芳 卫红 玉芳 惠珍 静芬 小萍 月华 雅芳 琴 莉莉 凤珍 建英 文英 爱华 慧敏",
    ),
    (
        1996,
        "磊 伟 杰 晓峰 志远 俊 斌 鹏 佳伟 晨 一鸣 浩 凯 文俊 嘉诚 骏 晓明 宇 海涛 翔",
        "静 敏 婷 佳 莹 晓燕 倩 颖 雯 丽娜 慧 佳怡 蓓 琳 思佳 燕 芸 洁 晓雯 怡",
    ),
    (
        i16::MAX,
        "浩然 子轩 宇辰 奕辰 沐阳 梓豪 俊熙 睿 嘉懿 一诺 亦凡 景行 承宇 知远 星辰 皓轩 思远 文博 言蹊 明哲",
        "欣怡 梓涵 诗涵 雨桐 可馨 若曦 奕诺 语桐 芷若 清妍 心悦 沐晴 一禾 安然 书瑶 思齐 佳宁 予墨 乐瑶 知夏",
    ),
];

/// Rare characters in given names, in both sexes.
const RARE: [&str; 16] =
    ["犇", "喆", "堃", "祎", "翀", "垚", "淼鑫", "昇昉", "赟", "旻昊", "䶮", "㛃", "𬱖", "𬭎", "𫘦", "𠅤"];

/// Names with a middle dot.
const WITH_DOT: [&str; 4] = ["古丽娜尔·买买提", "阿卜杜拉·艾力", "迪丽努尔·吐尔逊", "扎西·旺堆"];

/// A surname.
pub(super) fn surname(random: &mut Random) -> &'static str {
    random.weighted(&SURNAMES)
}

/// A given name as people born in that year have them.
pub(super) fn given_name(random: &mut Random, sex: Sex, born_in: i16) -> &'static str {
    if random.chance(8) {
        return random.pick(&RARE);
    }
    let generation = GENERATIONS.iter().find(|(before, ..)| born_in < *before).unwrap_or(&GENERATIONS[3]);
    let names: Vec<&str> = match sex {
        Sex::Male => generation.1,
        Sex::Female => generation.2,
    }
    .split(' ')
    .collect();
    random.pick(&names)
}

/// The whole name. Very few people from elsewhere have one with a middle dot.
pub(super) fn full_name(random: &mut Random, surname: &str, given: &str, local: bool) -> String {
    if !local && random.chance(3) { random.pick(&WITH_DOT).to_owned() } else { format!("{surname}{given}") }
}
