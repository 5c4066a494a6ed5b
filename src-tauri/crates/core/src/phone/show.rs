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
    if let Some((area, head, tail)) = brazilian(form.digits()) {
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

/// Area code and two groups of a Brazilian number: of a landline, of a mobile number, and of one in its old form, which the
/// numbering plan gave up and WhatsApp still knows. Most lists need only these, and the library reads the plans of the
/// whole world before it groups its first number, which is felt at a start.
fn brazilian(digits: &str) -> Option<(&str, &str, &str)> {
    let (area, local) = digits.strip_prefix("55")?.split_at_checked(2)?;
    let (first, length) = (local.bytes().next()?, local.len());
    let is_one = match (first, length) {
        (b'6'..=b'9', 8) => true,
        (b'2'..=b'5', 8) | (b'9', 9) => is_area(area),
        _ => false,
    };
    let (head, tail) = is_one.then(|| local.split_at(length - 4))?;
    Some((area, head, tail))
}

/// Source: Anatel, Plano Geral de Códigos Nacionais (resolution 263/2001).
fn is_area(code: &str) -> bool {
    matches!(
        code.as_bytes(),
        [b'1' | b'4' | b'6' | b'8' | b'9', b'1'..=b'9']
            | [b'2', b'1' | b'2' | b'4' | b'7' | b'8']
            | [b'3', b'1'..=b'5' | b'7' | b'8']
            | [b'5', b'1' | b'3'..=b'5']
            | [b'7', b'1' | b'3'..=b'5' | b'7' | b'9']
    )
}

/// The number as the library knows it.
fn in_a_plan(form: &PhoneForm) -> Option<PhoneNumber> {
    let number = phonenumber::parse(None, form.e164()).ok()?;
    // The parser drops digits it takes for a trunk prefix; then the text would show another number.
    let e164 = number.format().mode(Mode::E164).to_string();
    (e164 == form.e164()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brazilian_numbers_are_grouped_as_the_library_groups_them() {
        let locals = [
            "21234567",
            "34567890",
            "45678901",
            "56789012",
            "987654321",
            "912345678",
        ];
        let mut grouped = 0;
        for (area, local) in (10..100).flat_map(|area| locals.map(|local| (area, local))) {
            let form = PhoneForm::parse(&format!("+55{area}{local}")).unwrap();
            if brazilian(form.digits()).is_some() {
                let number = in_a_plan(&form).unwrap();
                let library =
                    [Mode::National, Mode::International].map(|mode| number.format().mode(mode).to_string());
                let (national, international) = show_both(&form.e164());
                assert_eq!([national, international], library);
                grouped += 1;
            }
        }
        assert_eq!(grouped, 67 * locals.len(), "Brazil has 67 area codes");
    }
}
