//! All numbers of all accounts that the staged credential can see.

use super::Errand;
use reconecta_core::attempt::{FoundNumber, KnownChannel, Report};
use reconecta_core::problem::Problem;
use reconecta_graph::Discovery;

/// Lists the numbers, with progress.
pub(crate) async fn discover(errand: Errand) {
    let (found, unread) = match read(&errand).await {
        Ok(discovery) => {
            let now = errand.session.now();
            let unread = discovery
                .unread
                .iter()
                .map(|item| Problem::of_unread(&item.unread, item.call, now))
                .collect();
            (numbers(discovery), unread)
        }
        Err(problem) => (Vec::new(), vec![problem]),
    };
    let channels = errand
        .session
        .targets()
        .await
        .into_iter()
        .map(|target| KnownChannel { target })
        .collect();
    errand.report(Report::Discovered {
        found,
        channels,
        unread,
    });
}

async fn read(errand: &Errand) -> Result<Discovery, Problem> {
    let token = errand.staged_token().await?;
    let graph = errand.graph().await?;
    let known = errand
        .attempt
        .target
        .iter()
        .map(|target| target.waba.clone())
        .collect::<Vec<_>>();
    let progress = |accounts: u32, numbers: u32| errand.report(Report::DiscoveryMoved { accounts, numbers });
    Ok(graph.discover(&token, &known, progress).await)
}

fn numbers(discovery: Discovery) -> Vec<FoundNumber> {
    discovery
        .accounts
        .into_iter()
        .flat_map(|account| {
            let (waba, business) = (account.waba, account.business);
            account.numbers.into_iter().map(move |number| FoundNumber {
                number,
                waba: waba.clone(),
                business: business.clone(),
            })
        })
        .collect()
}
