//! A customer's phone: the page behind a click-to-chat link.

use crate::support::Bench;

const LINK: &str = "5511912340101?text=RECONECTA-ABCD9";

async fn write(bench: &Bench) -> (u16, String) {
    let page = format!("{}/{LINK}", bench.sandbox.phone_url());
    let shown = bench.http.get(&page).send().await.expect("the page");
    let text = shown.text().await.expect("a page");
    assert!(
        text.contains("value=\"RECONECTA-ABCD9\"") && text.contains("Padaria Aurora"),
        "the text is typed already, for the right company: {text}"
    );
    let sent = bench.http.post(&page).form(&[("text", "RECONECTA-ABCD9")]).send();
    let sent = sent.await.expect("an answer");
    (sent.status().as_u16(), sent.text().await.expect("a page"))
}

#[tokio::test]
async fn a_message_reaches_the_callback_and_the_page_says_so() {
    let bench = Bench::demo().await;
    let (status, page) = write(&bench).await;
    assert_eq!(status, 200);
    assert!(page.contains("apareceu no atendimento: <code>https://"), "{page}");
}

#[tokio::test]
async fn a_message_that_the_callback_does_not_take_is_said_to_be_missing() {
    let bench = Bench::demo().await;
    bench.sandbox.with_world(|world| {
        for endpoint in &mut world.endpoints {
            endpoint.manner = meta_sandbox::world::Manner::Fails { status: 500 };
        }
    });
    let (_, page) = write(&bench).await;
    assert!(page.contains("não apareceu") && page.contains("500"), "{page}");
}

#[tokio::test]
async fn an_unknown_number_is_not_on_whatsapp() {
    let bench = Bench::demo().await;
    let page = format!("{}/5500000000?text=x", bench.sandbox.phone_url());
    let shown = bench.http.get(&page).send().await.expect("the page");
    assert_eq!(shown.status(), 404);
}
