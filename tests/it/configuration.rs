//! The configuration that keeps a compromised page harmless, and that of the bundles that only their own system can make.

use serde_json::Value;
use std::path::Path;

fn configuration() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tauri.conf.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn packages_for_linux_are_made_in_one_place_only() {
    let bundle = configuration()["bundle"].clone();
    let targets = bundle["targets"]
        .as_array()
        .expect("the targets of `tauri build`")
        .clone();
    for made_by_xtask in ["deb", "rpm", "all"] {
        assert!(
            !targets.contains(&made_by_xtask.into()),
            "{made_by_xtask}: {targets:?}"
        );
    }
    assert!(
        bundle["linux"].is_null(),
        "dependencies are read from the executable"
    );
}

#[test]
fn the_content_policy_allows_the_apps_own_files_only() {
    let policy = configuration()["app"]["security"]["csp"].clone();
    let policy = policy.as_object().expect("a policy");
    assert_eq!(policy["default-src"], "'none'");
    for (directive, sources) in policy {
        let sources = sources.as_str().expect(directive);
        for source in sources.split_whitespace() {
            let is_fine = match directive.as_str() {
                "connect-src" => ["ipc:", "http://ipc.localhost"].contains(&source),
                _ => ["'self'", "'none'"].contains(&source),
            };
            assert!(is_fine, "{directive} must not allow {source}");
        }
    }
    for closed in [
        "frame-src",
        "object-src",
        "worker-src",
        "base-uri",
        "form-action",
        "frame-ancestors",
    ] {
        assert_eq!(policy[closed], "'none'", "{closed} stays closed");
    }
}

#[test]
fn pages_find_no_global_and_no_soft_prototype() {
    let app = configuration()["app"].clone();
    assert_eq!(app["withGlobalTauri"], false);
    assert_eq!(app["security"]["freezePrototype"], true);
    assert_eq!(app["security"]["assetProtocol"]["enable"], false);
    assert_eq!(
        app["security"]["dangerousDisableAssetCspModification"],
        Value::Null
    );
    assert_eq!(
        app["windows"],
        serde_json::json!([]),
        "windows are opened in Rust, behind the navigation guard"
    );
}

#[test]
fn every_capability_names_one_window_and_no_remote_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src-tauri/capabilities");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let capability: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.display();
        assert!(
            capability["remote"].is_null(),
            "{name} must not name remote pages"
        );
        let windows = capability["windows"].as_array().expect("windows");
        assert_eq!(windows.len(), 1, "{name}: one file for each window");
        assert!(
            !windows[0].as_str().unwrap().contains('*'),
            "{name}: windows are named in full"
        );
        for permission in capability["permissions"].as_array().unwrap() {
            let permission = permission.as_str().expect("a permission without a scope");
            assert!(
                !permission.ends_with("default"),
                "{name}: {permission} is a blanket"
            );
        }
    }
}

/// What `docs/windows.md` and `docs/enterprise.md` promise of the released installers.
#[test]
fn installers_for_windows_ask_no_administrator_go_no_version_back_and_speak_the_apps_languages() {
    let windows = configuration()["bundle"]["windows"].clone();
    assert_eq!(windows["allowDowngrades"], false);
    assert_eq!(windows["nsis"]["installMode"], "currentUser");
    assert_eq!(
        windows["webviewInstallMode"]["type"], "downloadBootstrapper",
        "the usual one fetches WebView2; release.yml makes the other as well"
    );
    let languages = [("pt-BR", "PortugueseBR"), ("en", "English"), ("es", "Spanish")];
    assert_eq!(
        windows["nsis"]["languages"],
        serde_json::json!(languages.map(|(_, name)| name)),
        "the first is for everybody else"
    );
    assert_eq!(
        windows["wix"]["language"], "pt-BR",
        "each language would be a package of its own, and release.yml takes one"
    );
    for (catalogue, _) in languages {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ui/messages/{catalogue}.json"));
        assert!(path.is_file(), "{catalogue} is a language of the app");
    }
}

/// What the app itself has written goes with the package: the group that is referred to brings the actions.
#[test]
fn the_package_of_a_release_takes_the_start_with_windows_along() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wix = configuration()["bundle"]["windows"]["wix"].clone();
    assert_eq!(wix["componentGroupRefs"], serde_json::json!(["StartWithWindows"]));
    assert_eq!(
        wix["fragmentPaths"],
        serde_json::json!(["packaging/windows/release.wxs"])
    );
    let read = |name: &str| std::fs::read_to_string(root.join("packaging/windows").join(name)).unwrap();
    let fragment = read("release.wxs");
    assert!(fragment.contains(r#"<ComponentGroup Id="StartWithWindows" />"#));
    let shared = "<?include start_with_windows.wxi ?>";
    assert!(
        fragment.contains(shared) && read("reconecta.wxs").contains(shared),
        "the one that is tried under wine has the same"
    );
    assert!(!fragment.contains("{{"), "Tauri takes it for a template");
}

/// macOS 13 is the oldest whose WebKit can be as new as the app needs. Nothing in the bundle needs an exception from the
/// hardened runtime: pages run in the system's own process.
#[test]
fn the_bundle_for_macos_is_hardened_and_speaks_the_apps_languages() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mac = configuration()["bundle"]["macOS"].clone();
    assert_eq!(mac["minimumSystemVersion"], "13.0");
    assert_eq!(mac["hardenedRuntime"], true);
    assert_eq!(
        mac["entitlements"],
        Value::Null,
        "no right beyond those of any app"
    );
    let plist = std::fs::read_to_string(root.join(mac["infoPlist"].as_str().unwrap())).unwrap();
    let (_, languages) = plist.split_once("<key>CFBundleLocalizations</key>").unwrap();
    let (languages, _) = languages.split_once("</array>").unwrap();
    let spoken: Vec<&str> = languages
        .split("<string>")
        .skip(1)
        .filter_map(|rest| rest.split('<').next())
        .collect();
    assert_eq!(spoken, ["pt-BR", "en", "es"]);
    assert!(plist.contains("<key>CFBundleDevelopmentRegion</key>\n\t<string>pt-BR</string>"));
}
