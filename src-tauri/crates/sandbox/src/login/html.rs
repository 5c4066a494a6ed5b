//! The frame of every page.

/// Makes a text safe between tags and in attributes.
pub(crate) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// JSON that can stand inside a script element.
pub(crate) fn script_json(value: &serde_json::Value) -> String {
    value.to_string().replace('<', "\\u003c")
}

const STYLE: &str = include_str!("assets/style.css");
const DRIVER: &str = include_str!("assets/driver.js");
const HOSTILE: &str = include_str!("assets/hostile.js");

/// A page of the flow. `orders` tell the driver what to do; null leaves the page to the person.
pub(crate) fn page(title: &str, content: &str, orders: &serde_json::Value) -> String {
    let script = if orders.is_null() {
        String::new()
    } else {
        let orders = script_json(orders);
        format!(
            "<script type=\"application/json\" id=\"orders\">{orders}</script>\n<script>{HOSTILE}</script>\n<script>{DRIVER}</script>"
        )
    };
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"pt-BR\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} · Simulação de login</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<p class=\"ribbon\"><strong>Simulação.</strong> Esta página imita o login do Facebook para a demonstração. Não use senhas verdadeiras.</p>\n<main>\n{content}\n</main>\n{script}\n</body>\n</html>\n"
    )
}

/// A page of a customer's phone.
pub(crate) fn phone(title: &str, content: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"pt-BR\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title} · Simulação de celular</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<p class=\"ribbon\"><strong>Simulação.</strong> Este é o celular de um cliente inventado. Nada sai deste computador.</p>\n<main>\n{content}\n</main>\n</body>\n</html>\n"
    )
}

/// A page without frame, for ends without a way back.
pub(crate) fn bare(title: &str, content: &str) -> String {
    let title = escape(title);
    format!(
        "<!DOCTYPE html>\n<html lang=\"pt-BR\">\n<head><meta charset=\"utf-8\"><title>{title}</title></head>\n<body>{content}</body>\n</html>\n"
    )
}
