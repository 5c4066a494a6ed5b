//! `update.json`: what the app asks for when a person looks for updates.

use super::Options;
use super::files::Files;
use super::notes::{self, Stage};
use crate::product::Product;
use crate::project::Project;
use crate::say;
use anyhow::{Context, Result, anyhow};
use minisign::{KeyPair, PublicKey, SecretKey, SecretKeyBox};
use reconecta_core::ids::UnixMillis;
use reconecta_core::update::{Envelope, FORMAT, Manifest, PURPOSE, Target, TrustedKeys, Version};
use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

/// Name of the file.
pub(super) const FILE: &str = "update.json";
/// The secret key, as the file of minisign that holds it.
const SECRET: &str = "RECONECTA_UPDATE_SECRET_KEY";
/// Its password; absent for a key without one.
const PASSWORD: &str = "RECONECTA_UPDATE_SECRET_KEY_PASSWORD";
/// The public keys that released copies are built with.
const PUBLIC: &str = "RECONECTA_UPDATE_KEY";
/// How long an announcement counts unless said otherwise. A new one has to be published before: the pipeline does so
/// twice a month, but GitHub stops that after 60 days without a commit. The rest is time for a person to notice.
const DAYS: u32 = 90;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A secret key and what released copies know of it.
pub(super) struct Signer {
    secret: SecretKey,
    public: String,
}

impl Signer {
    /// The key of the environment. It has to be one that released copies trust.
    ///
    /// # Errors
    /// It is absent or needs another password, or the public keys are absent.
    pub(super) fn of_environment() -> Result<Self> {
        let text = std::env::var(SECRET).with_context(|| format!("{SECRET} is not set"))?;
        let key =
            SecretKeyBox::from_string(&text).map_err(|_| anyhow!("{SECRET} holds no key of minisign"))?;
        let password = std::env::var(PASSWORD)
            .ok()
            .filter(|password| !password.is_empty());
        let secret = match password {
            Some(password) => key.into_secret_key(Some(password)),
            None => key.into_unencrypted_secret_key(),
        };
        Ok(Self {
            secret: secret.map_err(|_| anyhow!("{SECRET} does not open; is {PASSWORD} right?"))?,
            public: std::env::var(PUBLIC).with_context(|| format!("{PUBLIC} is not set"))?,
        })
    }

    /// A new one, for practice.
    pub(super) fn throw_away() -> Result<Self> {
        let pair = new_pair()?;
        Ok(Self {
            secret: pair.sk,
            public: pair.pk.to_base64(),
        })
    }

    /// The public key that belongs to it, as the second line of minisign's file.
    pub(super) fn public_key(&self) -> Result<String> {
        let public = PublicKey::from_secret_key(&self.secret);
        Ok(public
            .map_err(|_| anyhow!("the key has no public half"))?
            .to_base64())
    }
}

/// Writes `update.json` beside the files, and opens it again as a released copy would.
///
/// # Errors
/// An option is missing, a changelog says nothing about the version, or released copies would not believe the announcement.
pub(super) fn sign(
    project: &Project,
    files: &Files,
    options: &Options,
    signer: &Signer,
    stage: Stage,
) -> Result<()> {
    let product = Product::read(project)?;
    let manifest = Manifest {
        purpose: PURPOSE.to_owned(),
        format: FORMAT,
        version: Version::parse(&product.version)?,
        counter: options
            .counter
            .context("--counter is missing; it grows with each publication")?,
        issued_at: now()?,
        expires_at: now()?.plus(i64::from(options.days.unwrap_or(DAYS)) * DAY),
        notes: notes::by_language(project, &product.version, stage)?,
        page: options.page.clone().context("--page, for people, is missing")?,
        targets: targets(files),
    };
    let signed = serde_json::to_string_pretty(&manifest)?;
    let comment = format!("{PURPOSE} {} counter {}", manifest.version, manifest.counter);
    let signature = minisign::sign(None, &signer.secret, signed.as_bytes(), Some(&comment), None)
        .map_err(|error| anyhow!("signing failed: {error}"))?;
    let envelope = Envelope {
        signed,
        signature: signature.into_string(),
    };
    let bytes = serde_json::to_vec_pretty(&envelope)?;
    let trusted = TrustedKeys::read(&signer.public)?;
    let opened = Envelope::open(&bytes, &trusted).context("released copies would refuse the announcement")?;
    std::fs::write(files.folder.join(FILE), bytes)?;
    say::line(format!(
        "{FILE}: version {}, counter {}, {} files",
        opened.version,
        opened.counter,
        opened.targets.len()
    ));
    Ok(())
}

/// Prints a new pair for whoever sets a release up; nothing is stored.
///
/// # Errors
/// The system gives no random numbers.
pub(super) fn print_new_keys() -> Result<()> {
    let pair = new_pair()?;
    let secret = pair.sk.to_box(None).map_err(|error| anyhow!("{error}"))?;
    say::line(format!(
        "{PUBLIC} (built into the app):\n{}\n\n{SECRET} (for the pipeline's secrets; keep it nowhere else):\n{}",
        pair.pk.to_base64(),
        secret.into_string().trim_end()
    ));
    Ok(())
}

fn new_pair() -> Result<KeyPair> {
    KeyPair::generate_unencrypted_keypair().map_err(|error| anyhow!("no key could be made: {error}"))
}

fn targets(files: &Files) -> BTreeMap<String, Target> {
    let updating = files.all().iter().filter_map(|file| {
        let target = Target {
            url: file.url.clone(),
            sha256: file.sha256.clone(),
            size: file.size,
        };
        Some((file.kind.target()?, target))
    });
    updating.collect()
}

fn now() -> Result<UnixMillis> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
    Ok(UnixMillis(i64::try_from(since.as_millis())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORKFLOW: &str = include_str!("../../../../../.github/workflows/announce.yml");

    /// Copies refuse a counter below the highest that they saw. A draft's may be below that of the release before it.
    #[test]
    fn a_release_is_announced_when_it_is_published_and_twice_a_month() {
        assert!(
            WORKFLOW.contains("  release:\n    types: [published]\n"),
            "at once"
        );
        assert!(WORKFLOW.contains("- cron: '17 5 1,15 * *'"), "twice a month");
    }

    #[test]
    fn an_announcement_outlives_two_months_without_the_schedule() {
        let longest_between_two = 31 - 14;
        let left = DAYS - longest_between_two;
        assert!(left > 60, "{left} days are left when GitHub stops the schedule");
    }
}
