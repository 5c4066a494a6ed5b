//! Numbers for people.

use super::form::PhoneForm;
use phonenumber::Mode;

/// As written inside the country: `(11) 98765-4321`. Numbers outside every plan are shown internationally.
pub fn national_form(form: &PhoneForm) -> String {
    if let Some((area, head, tail)) = brazil_without_ninth_digit(form) {
        return format!("({area}) {head}-{tail}");
    }
    formatted(form, Mode::National).unwrap_or_else(|| form.e164())
}

/// As written from abroad: `+55 11 98765-4321`. Numbers outside every plan are shown as plus and digits.
pub fn international_form(form: &PhoneForm) -> String {
    if let Some((area, head, tail)) = brazil_without_ninth_digit(form) {
        return format!("+55 {area} {head}-{tail}");
    }
    formatted(form, Mode::International).unwrap_or_else(|| form.e164())
}

/// The national form of a number as Meta or a platform wrote it; the text itself when it is not a number.
pub fn show_national(text: &str) -> String {
    PhoneForm::parse(text).map_or_else(|_| text.to_owned(), |form| national_form(&form))
}

/// The same in international form.
pub fn show_international(text: &str) -> String {
    PhoneForm::parse(text).map_or_else(|_| text.to_owned(), |form| international_form(&form))
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

fn formatted(form: &PhoneForm, mode: Mode) -> Option<String> {
    let number = phonenumber::parse(None, form.e164()).ok()?;
    // The parser drops digits it takes for a trunk prefix; then the text would show another number.
    let e164 = number.format().mode(Mode::E164).to_string();
    (e164 == form.e164()).then(|| number.format().mode(mode).to_string())
}
