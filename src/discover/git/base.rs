//! The commit that changes are counted from.

use super::Comparison;
use super::program::Git;
use crate::error::{Error, Result};

/// The tree or commit that `comparison` starts from.
pub(super) fn of(git: &Git, comparison: &Comparison) -> Result<String> {
    match comparison {
        Comparison::Staged | Comparison::WorkTree => match commit(git, "HEAD")? {
            Some(head) => Ok(head),
            None => nothing(git),
        },
        Comparison::Since(revision) => since(git, revision),
        Comparison::PullRequest(branch, checked_out) => {
            pull_request(git, branch, checked_out.as_deref())
        }
    }
}

/// The empty tree: before the first commit every file is new.
fn nothing(git: &Git) -> Result<String> {
    text(git, &["hash-object", "-t", "tree", "--stdin"])
}

/// The commit at which HEAD left `revision`.
fn since(git: &Git, revision: &str) -> Result<String> {
    if revision.starts_with('-') || revision.is_empty() {
        return Err(Error::new(format!("'{revision}' is no revision of git")));
    }
    let Some(head) = commit(git, "HEAD")? else {
        return Err(Error::new(
            "--since needs a commit, and this repository has none yet",
        ));
    };
    let Some(other) = commit(git, revision)? else {
        return Err(unknown(git, revision)?);
    };
    if let Some(base) = git.ask(&["merge-base", &other, &head])? {
        let bases = String::from_utf8_lossy(&base);
        return Ok(bases.lines().next().unwrap_or_default().to_owned());
    }
    if !is_shallow(git)? {
        return Err(Error::new(format!(
            "HEAD and '{revision}' have no commit in common"
        )));
    }
    let remote = remotes(git)?.into_iter().next();
    let remote = remote.unwrap_or_else(|| "origin".to_owned());
    Err(Error::new(format!(
        "this shallow clone does not reach back to where HEAD left '{revision}'; run `git fetch --unshallow {remote}`, or check out with 'fetch-depth: 0'"
    )))
}

/// What a pull request is compared with: CI checks out its merge into the base branch, whose first
/// parent is that branch. Where it checks out the head itself, the two have to be compared.
fn pull_request(git: &Git, branch: &str, checked_out: Option<&str>) -> Result<String> {
    let Some(head) = commit(git, "HEAD")? else {
        return nothing(git);
    };
    // Read from the object: the end of a shallow clone hides the parents from everything else.
    let object = text(git, &["cat-file", "commit", &head])?;
    let header = object.lines().take_while(|line| !line.is_empty());
    let parents: Vec<&str> = header.filter_map(|it| it.strip_prefix("parent ")).collect();
    let [first, _, ..] = parents[..] else {
        let tracked = format!("origin/{branch}");
        let is_tracked = commit(git, &tracked)?.is_some();
        let is_local = !is_tracked && commit(git, branch)?.is_some();
        return since(git, if is_local { branch } else { &tracked });
    };
    if let Some(first) = commit(git, first)? {
        return Ok(first);
    }
    let reference = checked_out.filter(|it| is_plain(it)).unwrap_or(&head);
    Err(Error::new(format!(
        "this shallow clone does not hold what the pull request is merged into; run `git fetch --depth=2 origin {reference}`, or check out with 'fetch-depth: 2'"
    )))
}

/// Why a revision is not known, and what to do about it.
fn unknown(git: &Git, revision: &str) -> Result<Error> {
    let remotes = remotes(git)?;
    for remote in &remotes {
        let tracked = format!("{remote}/{revision}");
        if commit(git, &tracked)?.is_some() {
            return Ok(Error::new(format!(
                "there is no revision '{revision}' here; did you mean '{tracked}'?"
            )));
        }
    }
    let named = remotes.iter().find_map(|remote| {
        let branch = revision.strip_prefix(remote.as_str())?.strip_prefix('/')?;
        Some((remote.as_str(), branch))
    });
    let first = remotes.first().map(|remote| (remote.as_str(), revision));
    let Some((remote, branch)) = named.or(first).filter(|_| is_plain(revision)) else {
        return Ok(Error::new(format!(
            "there is no revision '{revision}' here"
        )));
    };
    let is_id = branch.len() >= 7 && branch.bytes().all(|byte| byte.is_ascii_hexdigit());
    let deeper = if is_shallow(git)? { " --unshallow" } else { "" };
    let what = if is_id {
        branch.to_owned()
    } else {
        format!("+{branch}:refs/remotes/{remote}/{branch}")
    };
    let then = if named.is_some() || is_id {
        String::new()
    } else {
        format!(" and take '{remote}/{branch}'")
    };
    Ok(Error::new(format!(
        "there is no revision '{revision}' in this clone; run `git fetch{deeper} {remote} {what}`{then}, or check out with 'fetch-depth: 0'"
    )))
}

/// The commit that a revision names, if it is there.
fn commit(git: &Git, revision: &str) -> Result<Option<String>> {
    let peeled = format!("{revision}^{{commit}}");
    let query = ["rev-parse", "--verify", "--quiet", "--end-of-options"];
    let told = git.ask(&[&query[..], &[&peeled]].concat())?;
    Ok(told.map(|id| String::from_utf8_lossy(&id).trim_end().to_owned()))
}

fn is_shallow(git: &Git) -> Result<bool> {
    Ok(text(git, &["rev-parse", "--is-shallow-repository"])? == "true")
}

/// The names of remotes, `origin` first.
fn remotes(git: &Git) -> Result<Vec<String>> {
    let told = text(git, &["remote"])?;
    let mut names: Vec<String> = told.lines().map(str::to_owned).collect();
    names.retain(|name| is_plain(name));
    names.sort_by_key(|name| name != "origin");
    Ok(names)
}

/// Whether a name may stand in a command that the user is told to run.
fn is_plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.all(|byte| byte.is_ascii_alphanumeric() || b"._/-".contains(&byte))
        && !name.starts_with('-')
}

fn text(git: &Git, args: &[&str]) -> Result<String> {
    Ok(String::from_utf8_lossy(&git.line(args)?).into_owned())
}
