//! The command line.

use meta_sandbox::{AgencySize, FleetSize, Throttling, World, WorldFileError};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

pub(crate) const HELP: &str =
    "Usage: meta-sandbox [--listen 127.0.0.1:0] [--world demo|empty|agency|fleet|FILE.json] [--snapshot FILE.json]
                    [--latency-ms N] [--throttle-percent N] [--regain-minutes N] [--retry-after SECONDS] [--seed N]
                    [--businesses N] [--wabas-per N] [--numbers-per N] [--numbers N] [--wabas N]

Prints one JSON line {\"graph\",\"login\",\"control\",\"token\"} when ready and answers until told to stop.";

/// What the command line asks for.
#[derive(Clone, Debug)]
pub(crate) struct Arguments {
    pub(crate) listen: SocketAddr,
    pub(crate) snapshot: Option<PathBuf>,
    pub(crate) latency_ms: u64,
    pub(crate) seed: Option<u64>,
    world: String,
    size: AgencySize,
    fleet: FleetSize,
    pub(crate) throttling: Throttling,
}

/// The command line cannot be understood.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ArgumentError {
    #[error("unknown option {0}")]
    Unknown(String),
    #[error("{0} needs a value")]
    Missing(String),
    #[error("{1} is not a value for {0}")]
    Invalid(String, String),
}

impl Arguments {
    /// Reads the options; `None` when help was asked for.
    pub(crate) fn read(mut given: impl Iterator<Item = String>) -> Result<Option<Self>, ArgumentError> {
        let mut arguments = Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            snapshot: None,
            latency_ms: 0,
            seed: None,
            world: "demo".to_owned(),
            size: AgencySize::default(),
            fleet: FleetSize::default(),
            throttling: Throttling::default(),
        };
        while let Some(option) = given.next() {
            if matches!(option.as_str(), "--help" | "-h") {
                return Ok(None);
            }
            let value = given.next();
            let mut set = |option: &str, value: &str| -> Option<Option<()>> {
                let done = |ok: bool| Some(ok.then_some(()));
                match option {
                    "--listen" => done(put(&mut arguments.listen, value)),
                    "--world" => done(put(&mut arguments.world, value)),
                    "--snapshot" => {
                        arguments.snapshot = Some(PathBuf::from(value));
                        done(true)
                    }
                    "--latency-ms" => done(put(&mut arguments.latency_ms, value)),
                    "--seed" => done(value.parse().map(|seed| arguments.seed = Some(seed)).is_ok()),
                    "--businesses" => done(put(&mut arguments.size.businesses, value)),
                    "--wabas-per" => done(put(&mut arguments.size.accounts_per_business, value)),
                    "--numbers-per" => done(put(&mut arguments.size.numbers_per_account, value)),
                    "--numbers" => done(put(&mut arguments.fleet.numbers, value)),
                    "--wabas" => done(put(&mut arguments.fleet.accounts, value)),
                    "--throttle-percent" => done(put(&mut arguments.throttling.percent, value)),
                    "--regain-minutes" => done(put(&mut arguments.throttling.regain_minutes, value)),
                    "--retry-after" => done(
                        value
                            .parse()
                            .map(|seconds| arguments.throttling.retry_after = Some(seconds))
                            .is_ok(),
                    ),
                    _ => None,
                }
            };
            match (set(&option, value.as_deref().unwrap_or_default()), value) {
                (None, _) => return Err(ArgumentError::Unknown(option)),
                (Some(_), None) => return Err(ArgumentError::Missing(option)),
                (Some(None), Some(value)) => return Err(ArgumentError::Invalid(option, value)),
                (Some(Some(())), Some(_)) => {}
            }
        }
        Ok(Some(arguments))
    }

    /// Builds or reads the world.
    pub(crate) fn world(&self) -> Result<World, WorldFileError> {
        match self.world.as_str() {
            "agency" => Ok(World::agency(self.size, self.seed.unwrap_or_default())),
            "fleet" => {
                let size = FleetSize::of(self.fleet.numbers, self.fleet.accounts);
                Ok(World::fleet(size, self.seed.unwrap_or_default()))
            }
            name => World::named(name).map_or_else(|| World::read(Path::new(name)), Ok),
        }
    }
}

fn put<T: std::str::FromStr>(place: &mut T, value: &str) -> bool {
    value.parse().map(|value| *place = value).is_ok()
}
