//! `cargo xtask bundle`: the packages for Linux, from one tree of files.

mod changelog;
mod check;
mod compile;
mod content;
mod deb;
mod differences;
pub(crate) mod icons;
mod inside;
mod libraries;
mod notices;
mod portable;
mod rpm;
mod tree;
mod twice;

use crate::command::Watch;
use crate::machine::{self, Purpose};
use crate::product::Product;
use crate::project::Project;
use crate::{interface, say};
use anyhow::{Context, Result, bail};
use changelog::{History, Release};
use libraries::Needs;
use std::path::{Path, PathBuf};
use tree::Tree;

/// What the person asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Wish {
    check: bool,
    twice: bool,
    /// Pack the program as it was compiled last.
    as_built: bool,
    /// A folder with packages that somebody else made.
    compare: Option<PathBuf>,
}

impl Wish {
    fn read(arguments: &[String]) -> Result<Self> {
        let mut wish = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            match word.as_str() {
                "--check" => wish.check = true,
                "--twice" => wish.twice = true,
                "--as-built" => wish.as_built = true,
                "--compare" => {
                    let folder = words.next().context("--compare wants a folder with packages")?;
                    wish.compare = Some(PathBuf::from(folder));
                }
                other => {
                    bail!("`{other}` is unknown; bundle takes --check, --twice, --compare and --as-built")
                }
            }
        }
        Ok(wish)
    }
}

/// The packages of one version, and what they were made from.
#[derive(Debug)]
struct Packages {
    product: Product,
    needs: Needs,
    tree: Tree,
    releases: Vec<Release>,
    deb: PathBuf,
    rpm: PathBuf,
    portable: PathBuf,
}

impl Packages {
    /// All of them.
    fn files(&self) -> [&Path; 3] {
        [&self.deb, &self.rpm, &self.portable]
    }
}

/// Makes the packages, and checks them as asked; `false` when a check found something.
///
/// # Errors
/// This is not Linux, a tool is missing, or something does not compile.
pub(crate) fn run(project: &Project, arguments: &[String]) -> Result<bool> {
    let wish = Wish::read(arguments)?;
    if !cfg!(target_os = "linux") {
        bail!("the packages for Linux are made on Linux");
    }
    let mut purposes = vec![Purpose::Build];
    if wish.check {
        purposes.extend([Purpose::Run, Purpose::Test, Purpose::Package]);
    }
    machine::prepare(&purposes)?;
    let commit = wish.twice.then(|| twice::commit(project)).transpose()?;
    let packages = if wish.as_built {
        // The licences of its libraries are read from them.
        interface::install(project)?;
        pack(
            project,
            &compile::built(project),
            Product::read(project)?,
            &project.bundles(),
        )?
    } else {
        make(project)?
    };
    let mut well = true;
    if wish.check {
        let watch = watch(project, "bundle-check");
        let (passed, failed) = check::run(project, &packages, &watch)?;
        say::line(format!("{passed} passed, {failed} failed"));
        well &= failed == 0;
    }
    if let Some(commit) = commit {
        say::heading("The same again from another folder");
        well &= twice::run(project, &packages, &commit)?;
    }
    if let Some(folder) = wish.compare {
        say::heading("The same as elsewhere");
        well &= differences::tell(&packages.files(), &folder)?;
    }
    Ok(well)
}

fn watch(project: &Project, name: &str) -> Watch {
    Watch {
        log: project.scratch().join(format!("logs/{name}.log")),
        verbose: false,
    }
}

/// Compiles and packs.
fn make(project: &Project) -> Result<Packages> {
    let product = Product::read(project)?;
    let executable = compile::executable(project, &product, &watch(project, "bundle"))?;
    pack(project, &executable, product, &project.bundles())
}

/// Bytes of the package for Debian with our program, and of one with nothing but the other.
///
/// # Errors
/// One of them links what no package of ours would bring, or a file of the project is missing.
pub(crate) fn packed_sizes(project: &Project, ours: &Path, other: &Path) -> Result<[usize; 2]> {
    let product = Product::read(project)?;
    let history = History::of(project, &product)?;
    let whole = content::tree(project, ours, &product, &history)?;
    let mut bare = Tree::default();
    bare.add_program("usr/bin/empty-window", std::fs::read(other)?);
    let size = |tree: &Tree, executable: &Path| -> Result<usize> {
        Ok(deb::package(tree, &Needs::of(executable)?, &product)?.len())
    };
    Ok([size(&whole, ours)?, size(&bare, other)?])
}

/// Packs an executable that is there.
fn pack(project: &Project, executable: &Path, product: Product, folder: &Path) -> Result<Packages> {
    let needs = Needs::of(executable)?;
    let history = History::of(project, &product)?;
    let tree = content::tree(project, executable, &product, &history)?;
    let texts = portable::Texts::read(&project.root().join(content::FOLDER))?;
    std::fs::create_dir_all(folder)?;
    let write = |name: String, content: Vec<u8>| -> Result<PathBuf> {
        let path = folder.join(name);
        std::fs::write(&path, &content).with_context(|| path.display().to_string())?;
        say::line(format!("   {:>10} bytes  {}", content.len(), path.display()));
        Ok(path)
    };
    let deb = write(deb::file_name(&product), deb::package(&tree, &needs, &product)?)?;
    let rpm = write(
        rpm::file_name(&product),
        rpm::package(&tree, &needs, &product, &history.english)?,
    )?;
    let archive = portable::archive(&tree, &texts, &needs, &product)?;
    let portable = write(portable::file_name(&product), archive)?;
    Ok(Packages {
        product,
        needs,
        tree,
        releases: history.english,
        deb,
        rpm,
        portable,
    })
}
