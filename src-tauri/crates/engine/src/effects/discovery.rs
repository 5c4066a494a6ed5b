//! All numbers of all accounts that the staged credential can see.

use super::Errand;
use reconecta_core::attempt::{FoundNumber, KnownChannel, Report, Target};
use reconecta_core::ids::WabaId;
use reconecta_core::problem::Problem;
use reconecta_graph::{Discovery, Graph};
use secrecy::SecretString;

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
    let accounts = |targets: &[Target]| {
        targets
            .iter()
            .map(|target| target.waba.clone())
            .collect::<Vec<_>>()
    };
    let known = accounts(errand.attempt.target.as_slice());
    // What a login does not show is named by its channel; an account of each would only say it twice.
    let hints = async {
        let mut hints = accounts(&errand.attempt.others);
        hints.extend(granted(errand, &graph, &token).await);
        hints
    };
    let progress = |accounts: u32, numbers: u32| errand.report(Report::DiscoveryMoved { accounts, numbers });
    Ok(graph.discover(&token, &known, hints, progress).await)
}

/// Accounts that were chosen when the token was granted: a business token without `business_management` has no list that
/// leads to them. A refused description hides nothing that the lists show.
async fn granted(errand: &Errand, graph: &Graph, token: &SecretString) -> Vec<WabaId> {
    let asker = errand.session.app_token().await;
    match graph.granted_assets(token, asker.as_ref().unwrap_or(token)).await {
        Ok(assets) => assets.wabas,
        Err(error) => {
            tracing::debug!(?error, "The token's granted accounts could not be read");
            Vec::new()
        }
    }
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
