use super::MenuEntry;
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

#[test]
fn every_entry_of_our_own_leads_to_a_screen() {
    let source = include_str!("macos.rs");
    let ids: Vec<&str> = source
        .split("MenuItem::with_id(app, \"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect();
    let entries: Vec<Option<MenuEntry>> = ids.iter().map(|id| MenuEntry::of(id)).collect();
    let expected = [MenuEntry::HelpTopics, MenuEntry::About, MenuEntry::Settings];
    assert_eq!(entries, expected.map(Some), "{ids:?}");
    assert!(
        source.contains(r#"words.of("settings"), true, Some("CmdOrCtrl+,")"#),
        "⌘, opens the settings, as in every app of the system"
    );
}

#[test]
fn an_entry_of_another_menu_is_not_ours() {
    for id in ["quit", "Settings", ""] {
        assert_eq!(MenuEntry::of(id), None, "{id}");
    }
}
