use crate::support::{Bench, client};
use meta_sandbox::world::NumberStatus;
use meta_sandbox::{AgencySize, FleetSize, Sandbox, SandboxOptions, World, demo_channels, fleet_causes};
use std::collections::BTreeSet;

#[test]
fn the_demonstration_has_one_cause_per_channel() {
    let world = World::demo();
    let channels = demo_channels();
    let causes: BTreeSet<_> = channels.iter().map(|channel| channel.cause).collect();
    assert_eq!(causes.len(), channels.len(), "no cause twice");
    for channel in &channels {
        let number = &world.numbers[channel.phone_number_id];
        assert_eq!(
            number.accounts,
            [channel.waba_id],
            "{}: the account holds the number",
            channel.cause
        );
        assert_eq!(
            world.accounts[channel.waba_id].owner, channel.business_id,
            "{}",
            channel.cause
        );
        assert!(
            world.tokens.contains_key(channel.token),
            "{}: Meta knows the token",
            channel.cause
        );
    }
    let dead = channels
        .iter()
        .filter(|channel| world.tokens[channel.token].invalid.is_some())
        .count();
    assert_eq!(dead, 1, "one channel has a dead token");
    let ninth = channels
        .iter()
        .find(|channel| channel.cause == "ninth_digit")
        .expect("the channel");
    assert_ne!(
        world.numbers[ninth.phone_number_id].display_phone_number,
        ninth.display_phone_number
    );
    let banned = channels
        .iter()
        .find(|channel| channel.cause == "banned")
        .expect("the channel");
    assert_eq!(world.numbers[banned.phone_number_id].status, NumberStatus::Banned);
}

#[tokio::test]
async fn every_channel_reads_its_number_with_its_own_token() {
    let bench = Bench::demo().await;
    for channel in demo_channels()
        .iter()
        .filter(|channel| channel.cause != "token_dead")
    {
        let reply = bench
            .get_as(
                channel.token,
                &format!("/{}?fields=status", channel.phone_number_id),
            )
            .await;
        assert_eq!(reply.status, 200, "{}: {}", channel.cause, reply.body);
    }
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
