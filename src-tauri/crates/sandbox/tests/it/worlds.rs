use crate::support::{Bench, client};
use meta_sandbox::world::NumberStatus;
use meta_sandbox::{
    AgencySize, FleetSize, Sandbox, SandboxOptions, SeedChannel, World, demo_channels, fleet_causes,
};
use std::collections::BTreeSet;

#[test]
fn the_demonstration_has_one_cause_per_channel() {
    let channels = demo_channels();
    let different =
        |part: fn(&SeedChannel) -> &'static str| channels.iter().map(part).collect::<BTreeSet<_>>();
    for (what, found) in [
        ("cause", different(|channel| channel.cause)),
        ("name", different(|channel| channel.name)),
        ("number", different(|channel| channel.phone_number_id)),
        (
            "telephone number",
            different(|channel| channel.display_phone_number),
        ),
    ] {
        assert_eq!(found.len(), channels.len(), "no {what} twice");
    }
}

/// Where a channel and Meta differ, that is its cause; everywhere else they agree.
#[test]
fn channels_differ_from_the_world_in_their_causes_only() {
    let world = World::demo();
    let channels = demo_channels();
    let differing = |is_same: &dyn Fn(&SeedChannel) -> bool| -> Vec<&str> {
        let differing = channels.iter().filter(|channel| !is_same(channel));
        differing.map(|channel| channel.cause).collect()
    };
    let number = |channel: &SeedChannel| world.numbers.get(channel.phone_number_id);
    assert_eq!(
        differing(&|channel| world.tokens.contains_key(channel.token)),
        ["token_missing", "token_invalid", "token_kind_unsuitable"]
    );
    assert_eq!(
        differing(&|channel| world.accounts.contains_key(channel.waba_id)),
        ["waba_is_portfolio"]
    );
    let has_owner = |channel: &SeedChannel| {
        let account = world.accounts.get(channel.waba_id);
        account.is_none_or(|account| account.owner == channel.business_id)
    };
    assert_eq!(differing(&has_owner), ["different_portfolio"]);
    assert_eq!(
        differing(&|channel| number(channel).is_some()),
        ["number_id_changed"]
    );
    let is_there = |channel: &SeedChannel| {
        number(channel).is_none_or(|number| number.accounts.iter().any(|id| id == channel.waba_id))
    };
    assert_eq!(differing(&is_there), ["waba_is_portfolio", "number_not_in_waba"]);
    let is_same_line = |channel: &SeedChannel| {
        number(channel).is_none_or(|number| number.display_phone_number == channel.display_phone_number)
    };
    assert_eq!(differing(&is_same_line), ["ninth_digit", "number_form_differs"]);
}

#[test]
fn a_number_that_was_added_again_or_moved_goes_on_under_another_id() {
    let world = World::demo();
    for (cause, place) in [
        ("number_id_changed", "3330158264790415"),
        ("number_migrated", "3331926507348812"),
    ] {
        let channels = demo_channels();
        let channel = channels.iter().find(|channel| channel.cause == cause);
        let channel = channel.expect("the channel");
        let mut others = world.numbers_of(place).into_iter().filter(|number| {
            number.id != channel.phone_number_id
                && number.display_phone_number == channel.display_phone_number
                && number.status == NumberStatus::Connected
        });
        assert!(others.next().is_some() && others.next().is_none(), "{cause}");
    }
}

#[tokio::test]
async fn tokens_end_as_meta_ends_them() {
    let bench = Bench::demo().await;
    let ends = [
        ("token_invalid", 0),
        ("token_expired", 463),
        ("access_removed", 458),
        ("session_ended", 467),
        ("role_lost", 492),
        ("facebook_checkpoint", 459),
        ("token_dead", 460),
    ];
    let channels = demo_channels();
    for channel in channels.iter().filter(|channel| !channel.token.is_empty()) {
        let me = bench.get_as(channel.token, "/me?fields=id").await;
        match ends.iter().find(|(cause, _)| *cause == channel.cause) {
            Some((_, subcode)) => me.refused(190, *subcode),
            None if channel.cause == "token_kind_unsuitable" => me.refused(2500, 0),
            None => assert_eq!(me.status, 200, "{}: {}", channel.cause, me.body),
        }
    }
}

/// What a channel's own token is refused when it reads the channel's account and number.
#[tokio::test]
async fn living_tokens_read_what_they_were_given() {
    let bench = Bench::demo().await;
    let of = |cause: &str| {
        let found = demo_channels().into_iter().find(|channel| channel.cause == cause);
        found.expect("the channel")
    };
    for channel in [
        "healthy",
        "token_expires_soon",
        "not_administrator",
        "not_member",
        "permission_missing",
    ]
    .map(of)
    {
        for path in [channel.waba_id, channel.phone_number_id] {
            bench.get_as(channel.token, &format!("/{path}")).await.ok();
        }
    }
    for (cause, code, subcode) in [
        ("waba_not_visible", 100, 33),
        ("two_factor_needed", 415, 1_404_120),
    ] {
        let channel = of(cause);
        for path in [channel.waba_id, channel.phone_number_id] {
            let reply = bench.get_as(channel.token, &format!("/{path}")).await;
            reply.refused(code, subcode);
        }
    }
    let portfolio = of("waba_is_portfolio");
    let path = format!("/{}/phone_numbers", portfolio.waba_id);
    bench.get_as(portfolio.token, &path).await.refused(2500, 0);
    let mute = of("permission_missing");
    let form = [("messaging_product", "whatsapp"), ("to", "5511912340001")];
    let path = format!("/{}/messages", mute.phone_number_id);
    bench.post_as(mute.token, &path, &form).await.refused(10, 0);
}

/// Only the app that a token was issued to is told what it is.
#[tokio::test]
async fn a_token_of_the_former_app_is_not_described_to_the_present_one() {
    let bench = Bench::demo().await;
    let token = |cause: &str| {
        let found = demo_channels().into_iter().find(|channel| channel.cause == cause);
        found.expect("the channel").token
    };
    let debug = |token: &str| {
        let path = format!("/debug_token?input_token={}", token.replace('|', "%7C"));
        bench.send(bench.http.get(bench.url(&path)).bearer_auth(bench.app_token()))
    };
    debug(token("token_of_other_app")).await.refused(100, 0);
    let of_app = debug(token("token_kind_unsuitable")).await.ok();
    assert_eq!(of_app["data"]["type"], "APP");
    let ending = debug(token("token_expires_soon")).await.ok();
    let days = ending["data"]["expires_at"].as_i64().expect("a time") - World::demo().now();
    assert!((86_400..5 * 86_400).contains(&days), "{days} seconds are left");
}

#[test]
fn an_agency_is_the_same_for_the_same_seed() {
    let size = AgencySize {
        businesses: 20,
        accounts_per_business: 2,
        numbers_per_account: 5,
    };
    let text = |seed| serde_json::to_value(World::agency(size, seed).numbers).expect("JSON");
    assert_eq!(text(1), text(1));
    assert_ne!(text(1), text(2));
    assert_eq!(World::agency(size, 1).numbers.len(), 200);
    let displays: BTreeSet<_> = World::agency(size, 1)
        .numbers
        .values()
        .map(|number| number.display_phone_number.clone())
        .collect();
    assert_eq!(displays.len(), 200, "no number twice");
}

#[test]
fn a_fleet_is_the_same_for_the_same_seed_and_has_every_cause() {
    let size = FleetSize::of(1000, 50);
    let numbers = |seed| serde_json::to_value(World::fleet(size, seed).numbers).expect("JSON");
    assert_eq!(numbers(1), numbers(1));
    assert_ne!(numbers(1), numbers(2));
    let world = World::fleet(size, 1);
    assert_eq!(
        (world.numbers.len(), world.accounts.len(), world.businesses.len()),
        (1000, 50, 5)
    );
    for account in world.accounts.keys() {
        assert_eq!(world.numbers_of(account).len(), 20, "{account} has its share");
    }
    let causes = fleet_causes(size, 1);
    let ids: Vec<&str> = causes.iter().map(|(id, _, _)| id.as_str()).collect();
    assert_eq!(
        ids,
        world.numbers.keys().collect::<Vec<_>>(),
        "causes name the world's numbers"
    );
    let kinds: BTreeSet<&str> = causes
        .iter()
        .flat_map(|(_, own, shared)| [*own, *shared])
        .collect();
    assert_eq!(kinds.len(), 10, "{kinds:?}");
    let broken = causes.iter().filter(|(_, own, _)| *own != "healthy").count();
    assert!((150..300).contains(&broken), "{broken} of a thousand");
}

#[test]
fn a_fleet_has_the_size_that_its_name_tells() {
    let world = World::named("fleet:40x4").expect("a world");
    assert_eq!((world.numbers.len(), world.accounts.len()), (40, 4));
    assert!(World::named(&world.name).is_some(), "its name makes it again");
    assert!(World::named("fleet:40").is_none());
}

#[tokio::test]
async fn an_empty_world_has_a_person_and_nothing_else() {
    let bench = Bench::of(World::empty()).await;
    assert_eq!(bench.get("/me").await.ok()["name"], "Ana Prado");
    assert_eq!(bench.get("/me/businesses").await.ids().len(), 0);
}

#[tokio::test]
async fn tokens_survive_a_restart_with_a_snapshot() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    let first = Sandbox::start_with(SandboxOptions::new(World::demo()).snapshot(&path))
        .await
        .expect("a start");
    let token = first
        .issue_user_token("ana", &["business_management"])
        .expect("a token");
    first.shutdown().await.expect("a snapshot");
    let second = Sandbox::start_with(SandboxOptions::new(World::empty()).snapshot(&path))
        .await
        .expect("a start");
    let reply = client()
        .get(format!("{}/me", second.graph_url()))
        .bearer_auth(&token)
        .send()
        .await
        .expect("an answer");
    assert_eq!(reply.status(), 200, "the token is still known");
    assert_eq!(second.with_world(|world| world.name.clone()), "demo");
    second.shutdown().await.expect("a snapshot");
}

#[tokio::test]
async fn a_snapshot_is_written_while_running() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    let sandbox = Sandbox::start_with(SandboxOptions::new(World::demo()).snapshot(&path))
        .await
        .expect("a start");
    let token = sandbox.issue_user_token("ana", &[]).expect("a token");
    let saved = async {
        loop {
            if World::read(&path).is_ok_and(|world| world.tokens.contains_key(&token)) {
                return;
            }
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(20), saved)
        .await
        .expect("the change is saved without a shutdown");
}

#[tokio::test]
async fn a_damaged_snapshot_is_kept_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("world.json");
    std::fs::write(&path, "{ not json").expect("a file");
    let sandbox = Sandbox::start_with(SandboxOptions::new(World::demo()).snapshot(&path))
        .await
        .expect("a start");
    assert!(path.with_extension("damaged").exists());
    assert_eq!(sandbox.with_world(|world| world.name.clone()), "demo");
}

#[tokio::test]
async fn only_loopback_addresses_are_listened_on() {
    let mut options = SandboxOptions::new(World::empty());
    options.listen = "0.0.0.0:0".parse().expect("an address");
    let refused = Sandbox::start_with(options).await;
    assert!(refused.is_err(), "the simulator never listens to the network");
}
