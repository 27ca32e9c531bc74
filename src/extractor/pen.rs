//! Writes bytes behind each other into a buffer that is longer than what is written: most pieces are a few bytes, and
//! cost a look at the room that is left and a move.

/// How much room is made at once.
const ROOM: usize = 1024;

/// What is written, and room behind it.
pub(super) struct Pen<'o> {
    out: &'o mut Vec<u8>,
    /// Where the next byte goes.
    at: usize,
}

impl<'o> Pen<'o> {
    /// Writes behind what stands there. To be ended with [`Pen::end`].
    pub(super) fn new(out: &'o mut Vec<u8>) -> Self {
        let at = out.len();
        Self { out, at }
    }

    /// Takes the room away that is not used.
    pub(super) fn end(self) {
        self.out.truncate(self.at);
    }

    /// A piece whose length is known where it is written.
    #[inline]
    pub(super) fn put<const N: usize>(&mut self, piece: &[u8; N]) {
        match self.out.get_mut(self.at..).and_then(|room| room.first_chunk_mut()) {
            Some(room) => {
                *room = *piece;
                self.at += N;
            }
            None => self.copy_far(piece),
        }
    }

    /// A piece of any length.
    #[inline]
    pub(super) fn copy(&mut self, piece: &[u8]) {
        match self.out.get_mut(self.at..self.at + piece.len()) {
            Some(room) => {
                room.copy_from_slice(piece);
                self.at += piece.len();
            }
            None => self.copy_far(piece),
        }
    }

    #[cold]
    fn copy_far(&mut self, piece: &[u8]) {
        self.out.truncate(self.at);
        self.out.extend_from_slice(piece);
        self.at = self.out.len();
        self.out.resize(self.at + ROOM, 0);
    }

    /// A number that is whole and not negative.
    #[inline]
    pub(super) fn number(&mut self, n: usize) {
        match n {
            0..10 => self.put(&[digit(n)]),
            10..100 => self.put(&[digit(n / 10), digit(n % 10)]),
            100..1000 => self.put(&[digit(n / 100), digit(n / 10 % 10), digit(n % 10)]),
            1000..10_000 => {
                self.put(&[digit(n / 1000), digit(n / 100 % 10), digit(n / 10 % 10), digit(n % 10)]);
            }
            _ => {
                self.number(n / 10_000);
                let n = n % 10_000;
                self.put(&[digit(n / 1000), digit(n / 100 % 10), digit(n / 10 % 10), digit(n % 10)]);
            }
        }
    }

    /// What only a `Vec` can take.
    pub(super) fn with(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.out.truncate(self.at);
        write(self.out);
        self.at = self.out.len();
    }
}

/// A figure.
#[inline]
fn digit(n: usize) -> u8 {
    b'0' + n as u8
}
