//! Numbers for people.

use super::form::PhoneForm;
use phonenumber::{Mode, PhoneNumber};

/// The national form of a number as Meta or a platform wrote it, `(11) 98765-4321`; see [`show_both`].
pub fn show_national(text: &str) -> String {
    show_both(text).0
}

/// A number as Meta or a platform wrote it, as it is written inside the country and from abroad: `(11) 98765-4321` and
/// `+55 11 98765-4321`. Outside every plan both are plus and digits; of what is no number, the text itself. The library
/// is slow and lists are long: it reads the number once.
pub fn show_both(text: &str) -> (String, String) {
    let Ok(form) = PhoneForm::parse(text) else {
        return (text.to_owned(), text.to_owned());
    };
    if let Some((area, head, tail)) = brazil_without_ninth_digit(&form) {
        return (
            format!("({area}) {head}-{tail}"),
            format!("+55 {area} {head}-{tail}"),
        );
    }
    let Some(number) = in_a_plan(&form) else {
        return (form.e164(), form.e164());
    };
    let shown = |mode: Mode| number.format().mode(mode).to_string();
    (shown(Mode::National), shown(Mode::International))
}

/// Area code and two groups of a Brazilian mobile number in its old form. The numbering plan gave it up, so the library
/// does not group it; WhatsApp still knows many numbers by it.
fn brazil_without_ninth_digit(form: &PhoneForm) -> Option<(String, String, String)> {
    let e164 = form.e164();
    let digits = e164.strip_prefix("+55")?;
    let is_old_mobile = digits.len() == 10 && matches!(digits.as_bytes().get(2), Some(b'6'..=b'9'));
    is_old_mobile.then(|| {
        let (area, rest) = digits.split_at(2);
        let (head, tail) = rest.split_at(4);
        (area.to_owned(), head.to_owned(), tail.to_owned())
    })
}

/// The number as the library knows it.
fn in_a_plan(form: &PhoneForm) -> Option<PhoneNumber> {
    let number = phonenumber::parse(None, form.e164()).ok()?;
    // The parser drops digits it takes for a trunk prefix; then the text would show another number.
    let e164 = number.format().mode(Mode::E164).to_string();
    (e164 == form.e164()).then_some(number)
}
