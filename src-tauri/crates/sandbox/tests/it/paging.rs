use crate::support::{Bench, SERVICE};
use std::collections::BTreeSet;

#[tokio::test]
async fn cursors_lead_through_all_pages_and_back() {
    let bench = Bench::demo().await;
    let mut seen = BTreeSet::new();
    let mut after = String::new();
    let mut pages = 0;
    loop {
        let reply = bench
            .get(&format!("/{SERVICE}/phone_numbers?limit=4&after={after}"))
            .await;
        seen.extend(reply.ids().into_iter().map(str::to_owned));
        pages += 1;
        let paging = &reply.body["paging"];
        after = paging["cursors"]["after"]
            .as_str()
            .expect("a cursor, on the last page too")
            .to_owned();
        if paging.get("next").is_none() {
            assert!(paging["previous"].is_string(), "the way back is there");
            break;
        }
    }
    assert_eq!(
        (pages, seen.len()),
        (3, 9),
        "nine numbers on three pages, none twice"
    );
}

#[tokio::test]
async fn next_is_complete_and_contains_the_token() {
    let bench = Bench::demo().await;
    let first = bench
        .get(&format!(
            "/v25.0/{SERVICE}/phone_numbers?limit=4&fields=id,status"
        ))
        .await
        .ok();
    let next = first["paging"]["next"].as_str().expect("a link").to_owned();
    assert!(
        next.contains(&bench.token) && next.contains("/v25.0/"),
        "as Meta's own links do"
    );
    let second = bench.send(bench.http.get(next)).await.ok();
    assert!(
        second["data"][0]["status"].is_string(),
        "the link keeps the fields"
    );
    let back = second["paging"]["previous"].as_str().expect("a link").to_owned();
    assert_eq!(bench.send(bench.http.get(back)).await.ok()["data"], first["data"]);
}

#[tokio::test]
async fn bad_cursors_are_refused_by_family() {
    let bench = Bench::demo().await;
    bench
        .get(&format!("/{SERVICE}/phone_numbers?after=zzz"))
        .await
        .refused(131_059, 0);
    bench.get("/me/businesses?after=zzz").await.refused(2642, 0);
    let other = bench.get("/me/businesses?limit=1").await.ok();
    let cursor = other["paging"]["cursors"]["after"].as_str().expect("a cursor");
    bench
        .get(&format!("/{SERVICE}/phone_numbers?after={cursor}"))
        .await
        .refused(131_059, 0);
}

#[tokio::test]
async fn limits_are_capped_and_checked() {
    let world = meta_sandbox::World::agency(
        meta_sandbox::AgencySize {
            businesses: 1,
            accounts_per_business: 1,
            numbers_per_account: 130,
        },
        7,
    );
    let bench = Bench::of(world).await;
    let account = "2600000000000000";
    assert_eq!(
        bench.get(&format!("/{account}/phone_numbers")).await.ids().len(),
        25,
        "25 by default"
    );
    assert_eq!(
        bench
            .get(&format!("/{account}/phone_numbers?limit=500"))
            .await
            .ids()
            .len(),
        100,
        "100 at most"
    );
    bench
        .get(&format!("/{account}/phone_numbers?limit=0"))
        .await
        .refused(100, 0);
}
