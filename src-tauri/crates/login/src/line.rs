//! Lines of bounded length, read into memory that is wiped.

use std::io::{Error, ErrorKind, Read, Result};

use tokio::io::{AsyncRead, AsyncReadExt};
use zeroize::Zeroizing;

/// The longest line that either side believes, in bytes: an answer of [`LONGEST_ANSWER`] with every
/// character escaped, and room to spare.
pub(crate) const LONGEST_LINE: usize = 256 * 1024;

/// The longest address, in bytes, that is taken for the answer of a login.
pub(crate) const LONGEST_ANSWER: usize = 32 * 1024;

/// One line without its end.
pub(crate) type Line = Zeroizing<Vec<u8>>;

/// Lines of `source`. Fails on one that is longer than [`LONGEST_LINE`]: nobody of ours writes it.
pub(crate) struct Lines<R> {
    source: R,
    // Never grows, so that no copy is left behind.
    bytes: Zeroizing<Vec<u8>>,
    filled: usize,
}

impl<R> Lines<R> {
    pub(crate) fn of(source: R) -> Self {
        Self {
            source,
            bytes: Zeroizing::new(vec![0; LONGEST_LINE]),
            filled: 0,
        }
    }

    fn take(&mut self) -> Option<Line> {
        let read = self.bytes.get(..self.filled)?;
        let end = read.iter().position(|byte| *byte == b'\n')?;
        let line = Zeroizing::new(read.get(..end)?.to_vec());
        self.bytes.copy_within(end + 1..self.filled, 0);
        let filled = self.filled - end - 1;
        if let Some(old) = self.bytes.get_mut(filled..self.filled) {
            old.fill(0);
        }
        self.filled = filled;
        Some(line)
    }

    fn room(&mut self) -> Result<(&mut R, &mut [u8])> {
        match self.bytes.get_mut(self.filled..) {
            Some(room) if !room.is_empty() => Ok((&mut self.source, room)),
            _ => Err(Error::new(ErrorKind::InvalidData, "the line is too long")),
        }
    }
}

impl<R: Read> Lines<R> {
    /// Waits for the next line; nothing at the end.
    pub(crate) fn next(&mut self) -> Result<Option<Line>> {
        loop {
            if let Some(line) = self.take() {
                return Ok(Some(line));
            }
            let (source, room) = self.room()?;
            match source.read(room)? {
                0 => return Ok(None),
                more => self.filled += more,
            }
        }
    }
}

impl<R: AsyncRead + Unpin> Lines<R> {
    /// The same without blocking. May be dropped and called again without losing a line.
    pub(crate) async fn arrive(&mut self) -> Result<Option<Line>> {
        loop {
            if let Some(line) = self.take() {
                return Ok(Some(line));
            }
            let (source, room) = self.room()?;
            match source.read(room).await? {
                0 => return Ok(None),
                more => self.filled += more,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_LINE, Lines};

    #[test]
    fn lines_come_one_by_one_and_an_unfinished_one_not_at_all() {
        let mut lines = Lines::of(&b"one\n\ntwo\nthr"[..]);
        for expected in ["one", "", "two"] {
            let line = lines.next().expect("a readable source").expect("a line");
            assert_eq!(line.as_slice(), expected.as_bytes());
        }
        assert!(lines.next().expect("a readable source").is_none());
    }

    #[test]
    fn what_was_taken_is_wiped() {
        let mut lines = Lines::of(&b"canary\n"[..]);
        lines.next().expect("a readable source").expect("a line");
        assert!(
            lines.bytes.iter().all(|byte| *byte == 0),
            "a line stays in memory"
        );
    }

    #[tokio::test]
    async fn an_endless_line_fails_and_takes_no_more_memory() {
        let mut lines = Lines::of(tokio::io::repeat(b'x'));
        let error = lines.arrive().await.expect_err("no end, no line");
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidData);
        assert_eq!(lines.bytes.capacity(), LONGEST_LINE);

        let mut lines = Lines::of(std::io::repeat(b'x'));
        assert!(lines.next().is_err(), "no end, no line");
    }

    #[tokio::test]
    async fn the_longest_line_is_still_read() {
        let mut text = vec![b'x'; LONGEST_LINE - 1];
        text.push(b'\n');
        let mut lines = Lines::of(text.as_slice());
        let line = lines.arrive().await.expect("a readable source").expect("a line");
        assert_eq!(line.len(), LONGEST_LINE - 1);
    }
}
