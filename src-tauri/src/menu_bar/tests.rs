use crate::catalogue::Catalogue;

/// Every name that the menus of macOS ask the catalogue for.
fn names() -> Vec<&'static str> {
    let source = include_str!("macos.rs");
    let menus = ["file", "edit", "view"];
    let asked = source
        .split("words.of(\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next());
    asked.chain(menus).collect()
}

#[test]
fn every_entry_has_its_words_in_three_languages() {
    assert!(names().len() > 20, "the menus have many entries: {:?}", names());
    for language in ["pt-BR", "en", "es"] {
        let catalogue = Catalogue::of(language);
        for name in names() {
            let text = catalogue.text(&format!("menu_bar.{name}"));
            assert!(!text.is_empty(), "`{name}` has no words in {language}");
        }
    }
}
