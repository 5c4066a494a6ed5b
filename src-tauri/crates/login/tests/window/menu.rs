//! The menu of the mouse: for typing only.

use crate::desk::Desk;
use crate::site::Site;
use crate::visit::Visit;

#[tokio::test]
async fn a_password_can_be_pasted_by_the_menu() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        "const field = (type, value) => Object.assign(document.body.appendChild(document.createElement('input')), {type, value});
         const [word, password] = [field('text', 'canary word'), field('password', '')];
         Object.assign(password.style, {position: 'fixed', inset: 0, width: '100%', height: '100%'});
         password.oninput = () => tell('pasted', password.value);
         document.oncopy = () => tell('copied', 1);
         word.onselect = () => tell('selected', 1);
         password.oncontextmenu = () => tell('asked', 1);
         document.onfocus = word.focus(); tell('here', 1);",
    );
    let visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    let title = format!("{} \u{2014} Entrar", site.host());
    desk.activate(&title);
    desk.keys(&["ctrl+a"]);
    site.told("selected").await;
    desk.keys(&["ctrl+c"]);
    site.told("copied").await;
    desk.press_for_menu(&title);
    site.told("asked").await;
    // The key of "Paste" works while the menu is up; before, it would type its letter.
    let pasted = loop {
        desk.keys(&["p"]);
        let value = site.told("pasted").await;
        if value.contains("canary") {
            break value;
        }
    };
    assert!(pasted.ends_with("canary word"), "{pasted}");
    visit.finish().await;
}

#[tokio::test]
async fn a_link_and_a_picture_have_no_menu() {
    let (desk, site) = (Desk::new(), Site::start().await);
    site.page(
        "/",
        "const link = document.body.appendChild(document.createElement('a'));
         link.href = '/elsewhere';
         Object.assign(link.style, {position: 'fixed', inset: 0});
         const picture = link.appendChild(document.createElement('img'));
         picture.src = 'data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==';
         Object.assign(picture.style, {width: '100%', height: '100%'});
         document.oncontextmenu = event => tell('asked', event.target.tagName);
         document.onkeydown = event => tell('key', event.key);
         tell('here', 1);",
    );
    let visit = Visit::start(&desk, &site).await;
    site.told("here").await;
    desk.press_for_menu(&format!("{} \u{2014} Entrar", site.host()));
    assert_eq!(site.told("asked").await, "IMG");
    desk.keys(&["Down"]);
    assert_eq!(
        site.told("key").await,
        "ArrowDown",
        "a menu would have kept the key from the page"
    );
    visit.finish().await;
}
