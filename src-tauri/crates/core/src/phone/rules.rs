//! Whether two ways of writing a number mean the same line.

use super::form::PhoneForm;
use crate::cause::coded;

/// Result of a comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    /// The same digits.
    Same,
    /// Different digits, the same line under a rule of its country.
    SameByRule(Rule),
    /// Different lines.
    Different,
    /// It cannot be told: one of them is not a number, or the country's rules leave it open.
    Unknown,
}

impl Match {
    /// Whether both mean the same line.
    pub fn is_same(self) -> bool {
        matches!(self, Self::Same | Self::SameByRule(_))
    }
}

coded! {
    /// Why different digits can mean the same line.
    Rule {
        /// Brazil: mobiles got a leading 9 (Anatel, resolution 553/2010); WhatsApp often leaves it out.
        BrazilNinthDigit = "brazil_ninth_digit",
        /// Mexico: the 1 after 52 is no longer dialled (IFT, 2019); WhatsApp keeps it in its ids.
        MexicoMobileOne = "mexico_mobile_one",
        /// Argentina: 9 before the area code from abroad, 15 after it at home.
        ArgentinaMobileNine = "argentina_mobile_nine",
        /// Benin: all numbers got the prefix 01 (ARCEP Benin, 2024).
        BeninPrefix = "benin_prefix",
        /// A trunk zero was left between country code and number.
        TrunkZero = "trunk_zero",
    }
}

/// Country codes with a trunk zero that is never part of the international form. Left out on purpose: Italy, Gabon,
/// Congo, Ivory Coast and others, where the zero belongs to the number.
const TRUNK_ZERO: &[&str] = &[
    "20", "27", "31", "32", "33", "40", "41", "43", "44", "46", "49", "51", "54", "55", "58", "60", "61",
    "62", "63", "64", "66", "81", "82", "84", "90", "91", "92", "94", "95", "98", "212", "213", "233", "234",
    "254", "255", "256", "353", "355", "358", "359", "380", "381", "385", "386", "387", "593", "595", "598",
    "972",
];

/// Compares two numbers as written anywhere.
pub fn same_number(a: &str, b: &str) -> Match {
    match (PhoneForm::parse(a), PhoneForm::parse(b)) {
        (Ok(a), Ok(b)) => compare(&a, &b),
        (_, _) => Match::Unknown,
    }
}

/// Compares two numbers in E.164 digits.
pub fn compare(a: &PhoneForm, b: &PhoneForm) -> Match {
    if a == b {
        return Match::Same;
    }
    for code in TRUNK_ZERO {
        if let (Some(a), Some(b)) = (a.national(code), b.national(code)) {
            let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
            if a == b {
                return Match::SameByRule(Rule::TrunkZero);
            }
        }
    }
    type Test = fn(&str, &str) -> Option<Match>;
    let countries: [(&str, Test); 4] = [("55", brazil), ("52", mexico), ("54", argentina), ("229", benin)];
    for (code, test) in countries {
        if let (Some(a), Some(b)) = (a.national(code), b.national(code)) {
            let (longer, shorter) = if a.len() >= b.len() { (a, b) } else { (b, a) };
            return test(longer, shorter).unwrap_or(Match::Different);
        }
    }
    Match::Different
}

/// Area codes 11 to 99 (never with a zero), then nine digits of a mobile or eight of an old mobile or a landline.
/// Only old mobiles (beginning with 6 to 9) got the ninth digit. A nine followed by 2 to 5 without its 9 looks like a
/// landline, and it cannot be told whether one left the 9 out or means that landline.
fn brazil(longer: &str, shorter: &str) -> Option<Match> {
    let (area, mobile) = longer.split_at_checked(2)?;
    let (shorter_area, rest) = shorter.split_at_checked(2)?;
    let is_area = area.bytes().all(|digit| (b'1'..=b'9').contains(&digit));
    if !is_area || area != shorter_area || mobile.len() != 9 || rest.len() != 8 {
        return None;
    }
    if mobile.strip_prefix('9')? != rest {
        return None;
    }
    match rest.bytes().next()? {
        b'6'..=b'9' => Some(Match::SameByRule(Rule::BrazilNinthDigit)),
        b'2'..=b'5' => Some(Match::Unknown),
        _ => None,
    }
}

fn mexico(longer: &str, shorter: &str) -> Option<Match> {
    let same = shorter.len() == 10 && longer.strip_prefix('1')? == shorter;
    same.then_some(Match::SameByRule(Rule::MexicoMobileOne))
}

/// Ten digits of area and line; before them a 9 from abroad, between them a 15 at home.
fn argentina(longer: &str, shorter: &str) -> Option<Match> {
    let (longer, shorter) = (argentine_lines(longer), argentine_lines(shorter));
    let same = longer.iter().any(|line| shorter.contains(line));
    same.then_some(Match::SameByRule(Rule::ArgentinaMobileNine))
}

/// What a national number may mean; the length of the area code is not told by the number itself.
fn argentine_lines(national: &str) -> Vec<String> {
    match national.len() {
        10 => vec![national.to_owned()],
        11 => national
            .strip_prefix('9')
            .map(str::to_owned)
            .into_iter()
            .collect(),
        12 => (2..=4)
            .filter(|area| *area != 2 || national.starts_with("11"))
            .filter_map(|area| {
                let (area, rest) = national.split_at_checked(area)?;
                Some(format!("{area}{}", rest.strip_prefix("15")?))
            })
            .collect(),
        _ => Vec::new(),
    }
}

fn benin(longer: &str, shorter: &str) -> Option<Match> {
    let same = shorter.len() == 8 && longer.strip_prefix("01")? == shorter;
    same.then_some(Match::SameByRule(Rule::BeninPrefix))
}
