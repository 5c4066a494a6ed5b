//! Numbers for people.

use super::form::PhoneForm;
use phonenumber::Mode;

/// As written inside the country: `(11) 98765-4321`. Numbers outside every plan are shown internationally.
pub fn national_form(form: &PhoneForm) -> String {
    formatted(form, Mode::National).unwrap_or_else(|| form.e164())
}

/// As written from abroad: `+55 11 98765-4321`. Numbers outside every plan are shown as plus and digits.
pub fn international_form(form: &PhoneForm) -> String {
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

fn formatted(form: &PhoneForm, mode: Mode) -> Option<String> {
    let number = phonenumber::parse(None, form.e164()).ok()?;
    // The parser drops digits it takes for a trunk prefix; then the text would show another number.
    let e164 = number.format().mode(Mode::E164).to_string();
    (e164 == form.e164()).then(|| number.format().mode(mode).to_string())
}
