//! What a compromised page could try, in the real window.

use crate::album::Album;
use crate::app::App;
use crate::desktop::Desktop;

#[tokio::test]
async fn the_window_gives_a_hostile_page_nothing() {
    let desktop = Desktop::start();
    let mut app = App::start(&desktop, Album::of("hardening")).await;
    app.photograph("start").await;
    let memory = app.memory_of_page();
    assert!(memory.contains(" r-xp "), "something is run: {memory}");
    assert!(
        !memory.contains(" rwxp "),
        "nothing is both written and run: {memory}"
    );

    let home = app.address().await;
    for away in [
        "https://example.com/",
        "data:text/html,away",
        "file:///etc/passwd",
        "about:blank",
    ] {
        let script = format!(
            "const done = arguments[0]; location.href = {away:?}; setTimeout(() => done(location.href), 300);"
        );
        let stayed = app.run(&script).await;
        assert_eq!(
            stayed.as_str(),
            Some(home.as_str()),
            "the window must not go to {away}"
        );
    }

    let opened = app
        .run("arguments[0](window.open('https://example.com/') === null)")
        .await;
    assert_eq!(opened, true, "the window must not open another one");

    let global = app.run("arguments[0](typeof window.__TAURI__)").await;
    assert_eq!(global, "undefined", "there is no global bridge");

    let polluted = app
        .run("try { Object.prototype.stained = 1 } catch (refused) {} arguments[0](typeof ({}).stained)")
        .await;
    assert_eq!(polluted, "undefined", "prototypes are frozen");

    for source in [
        "data:text/javascript,window.stained=1",
        "https://example.com/x.js",
        "inline",
    ] {
        let script = format!(
            "const done = arguments[0], source = {source:?};
             document.addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective), {{ once: true }});
             const element = document.createElement('script');
             if (source === 'inline') element.textContent = 'window.stained = 1'; else element.src = source;
             document.head.append(element);"
        );
        let refused = app.run(&script).await;
        assert!(
            refused
                .as_str()
                .is_some_and(|directive| directive.starts_with("script-src")),
            "a script from {source} must be refused, got {refused}"
        );
    }
    assert_eq!(
        app.run("arguments[0](typeof window.stained)").await,
        "undefined",
        "no foreign script ran"
    );

    let view = app.invoke("app_view", serde_json::json!({})).await;
    assert_eq!(
        view["environment"], "demonstration",
        "after all of that the window still works"
    );
    app.close(&desktop);
}
