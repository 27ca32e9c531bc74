//! The likeliest way through all words that a text can be cut into, as jieba finds it without its HMM.

use crate::words::{Dictionary, FIRST_INSIDE, Info, Node, OwnWords, Pos, ROOT, is_ascii_code, is_known_code};
use std::hint::select_unpredictable;

/// Bytes of scratch worth keeping between calls.
const KEPT: usize = 4 << 20;
/// Numbers of own words lie above the dictionary's classes.
const OWN: u32 = 1 << 16;

/// A character, and the best way on from it.
#[derive(Debug, Clone, Copy)]
struct Cell {
    /// The logarithm of its probability.
    log: f64,
    /// The class of the first word.
    class: u32,
    /// How many characters the first word has.
    len: u16,
    code: u16,
}

impl Cell {
    /// The end: a word of no characters, and a code that ends every walk.
    const END: Self = Self { log: 0.0, class: 0, len: 0, code: 0 };
}

/// What words are known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) dictionary: &'a Dictionary,
    pub(super) own: Option<&'a OwnWords>,
}

impl Known<'_> {
    /// The frequency of a word and what is known of it.
    pub(super) fn known(&self, word: &[char]) -> Option<(u64, Info)> {
        if let Some(own) = self.own.and_then(|own| own.get(own.find(word)?)) {
            return Some((own.frequency, own.info));
        }
        let class = self.dictionary.class(word.iter().map(|&c| self.dictionary.code(c)));
        Some((self.dictionary.frequency(class)?, self.dictionary.info(class)))
    }

    /// All frequencies together.
    pub(super) fn total(&self) -> u64 {
        self.own.map_or(self.dictionary.total, |own| own.total)
    }

    #[inline]
    fn info(&self, class: u32) -> Info {
        if class < OWN {
            return self.dictionary.info(class as u16);
        }
        let word = self.own.and_then(|own| own.get(class - OWN));
        word.map_or(Info { pos: Pos::Other, attrs: 0 }, |word| word.info)
    }
}

/// Buffers that are used again.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    cells: Vec<Cell>,
    /// For each character the class of the word of the dictionary that it makes with the next one; 0 = none. The walk
    /// comes by them, and who asks later would look far for them.
    pairs: Vec<u16>,
}

impl Lattice {
    /// Cuts characters into words and gives each, with its beginning and end, to `emit`, in order.
    #[inline]
    pub(super) fn cut(&mut self, known: Known<'_>, chars: &[char], mut emit: impl FnMut(usize, usize, Info)) {
        let n = chars.len();
        if self.cells.len() <= n {
            self.cells.resize(n + 1, Cell::END);
            self.pairs.resize(n + 1, 0);
        }
        // What was left by the text before is written over before it is read, but for codes and the end.
        let Some((cells, [end, ..])) = self.cells.split_at_mut_checked(n) else { return };
        *end = Cell::END;
        for (cell, &c) in cells.iter_mut().zip(chars) {
            cell.code = known.dictionary.code(c);
        }
        let (Some(cells), Some(pairs)) = (self.cells.get_mut(..=n), self.pairs.get_mut(..n)) else { return };
        match known.own {
            None => walk(cells, pairs, known.dictionary),
            Some(own) => walk_with(cells, pairs, known.dictionary, own, chars),
        }
        let mut x = 0;
        while let Some(&Cell { class, len, code, .. }) = cells.get(x).filter(|cell| cell.len > 0) {
            let mut end = x + usize::from(len);
            let mut info = known.info(class);
            if len == 1 {
                if is_ascii_code(code) {
                    // Letters and digits that are words for themselves are one word with their neighbours.
                    while cells.get(end).is_some_and(|cell| cell.len == 1 && is_ascii_code(cell.code)) {
                        end += 1;
                    }
                    info = run(known, chars.get(x..end).unwrap_or_default(), class);
                } else if code == 0 && chars.get(x..x + 2) == Some(&['\r', '\n']) {
                    end += 1;
                }
            }
            emit(x, end, info);
            x = end;
        }
    }

    /// The classes of pairs of the text that was cut last, one for each of its characters.
    pub(super) fn pairs(&self, n: usize) -> &[u16] {
        self.pairs.get(..n).unwrap_or_default()
    }

    /// Gives back what one huge text asked for.
    pub(super) fn release(&mut self) {
        if self.cells.capacity() * size_of::<Cell>() > KEPT {
            *self = Self::default();
        }
    }
}

/// What is known of a run of letters and digits, the first of which is of a class.
fn run(known: Known<'_>, run: &[char], class: u32) -> Info {
    if let Some(number) = known.own.and_then(|own| own.find(run)) {
        return known.info(OWN + number);
    }
    let dictionary = known.dictionary;
    let class = match run.len() {
        1 => class as u16,
        _ => dictionary.class(run.iter().map(|&c| dictionary.code(c))),
    };
    if class != 0 {
        return dictionary.info(class);
    }
    let digits = run.iter().all(char::is_ascii_digit);
    Info { pos: if digits { Pos::Numeral } else { Pos::Foreign }, attrs: 0 }
}

/// Finds the best way on from each character, from the last to the first.
fn walk(cells: &mut [Cell], pairs: &mut [u16], dictionary: &Dictionary) {
    let log_total = (dictionary.total as f64).ln();
    let alone = 0.0 - log_total;
    for (i, pair) in pairs.iter_mut().enumerate().rev() {
        let (before, after) = cells.split_at_mut(i + 1);
        let (Some(here), [next, rest @ ..]) = (before.last_mut(), &*after) else { break };
        let code = here.code;
        *pair = 0;
        if code < FIRST_INSIDE {
            *here = Cell { log: 0.0, class: u32::from(code), len: 1, code };
            continue;
        }
        let first = dictionary.first(code);
        let single = first.class();
        let (mut best, mut step) = (f64::NEG_INFINITY, 0);
        // Takes a step, whose length and class are one number.
        let mut take = |class: u16, this: u32, next: &Cell| {
            let log = dictionary.log(class) - log_total + next.log;
            // Not a number, where no word ends here. Of two that are alike the longer one.
            step = select_unpredictable(log >= best, this | u32::from(class), step);
            best = if log > best { log } else { best };
        };
        take(single, 1 << 16, next);
        if let Some(mut node) = dictionary.next(first, next.code) {
            *pair = node.class();
            let mut this = 2 << 16;
            for next in rest {
                take(node.class(), this, next);
                match dictionary.next(node, next.code) {
                    Some(next) => node = next,
                    None => break,
                }
                this += 1 << 16;
            }
        }
        *here = match step {
            0 => {
                let class = if is_known_code(code) { single } else { code };
                Cell { log: alone + next.log, class: class.into(), len: 1, code }
            }
            _ => Cell { log: best, class: step & 0xffff, len: (step >> 16) as u16, code },
        };
    }
}

/// The same with own words.
fn walk_with(cells: &mut [Cell], pairs: &mut [u16], dictionary: &Dictionary, own: &OwnWords, chars: &[char]) {
    let log_total = (own.total as f64).ln();
    let alone = 0.0 - log_total;
    for ((i, &c), pair) in chars.iter().enumerate().zip(pairs).rev() {
        let (before, after) = cells.split_at_mut(i + 1);
        let (Some(here), Some(next)) = (before.last_mut(), after.first()) else { break };
        let code = here.code;
        let mut node = Some(dictionary.first(code)).filter(|_| code >= FIRST_INSIDE);
        *pair = node.and_then(|node| dictionary.next(node, next.code)).map_or(0, Node::class);
        let mut mine = own.next(ROOT, c);
        // What a character alone is, where it is no word of the dictionary.
        let single = match mine {
            Some((_, Some(number))) => OWN + number,
            _ if is_known_code(code) => node.map_or(0, Node::class).into(),
            _ => code.into(),
        };
        let fallback = Cell { log: alone + next.log, class: single, len: 1, code };
        if code < FIRST_INSIDE {
            *here = Cell { log: 0.0, ..fallback };
            continue;
        }
        let mut best = Cell { log: f64::NEG_INFINITY, len: 0, ..fallback };
        for ((len, next), &c) in (1..=u16::MAX).zip(after.iter()).zip(chars[i + 1..].iter().chain(&['\0'])) {
            let (class, log) = match mine.and_then(|(_, number)| Some((number?, own.get(number?)?))) {
                Some((number, word)) => (OWN + number, word.log),
                None => {
                    let class = node.map_or(0, Node::class);
                    (class.into(), dictionary.log(class))
                }
            };
            let log = log - log_total + next.log;
            if log >= best.log {
                best = Cell { log, class, len, code };
            }
            if next.code < FIRST_INSIDE {
                break;
            }
            node = node.and_then(|node| dictionary.next(node, next.code));
            mine = mine.and_then(|(at, _)| own.next(at, c));
            if node.is_none() && mine.is_none() {
                break;
            }
        }
        *here = if best.len == 0 { fallback } else { best };
    }
}
