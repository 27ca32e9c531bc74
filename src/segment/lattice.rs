//! The likeliest way through all words that a text can be cut into, as jieba finds it without its HMM.

use crate::words::{Dictionary, FIRST_INSIDE, Info, OwnWords, Pos, ROOT, is_ascii_code};

/// Bytes of scratch worth keeping between calls.
const KEPT: usize = 4 << 20;
/// Numbers of own words lie above the dictionary's classes.
const OWN: u32 = 1 << 16;

/// The best way on from a character.
#[derive(Debug, Clone, Copy)]
struct Step {
    /// The logarithm of its probability.
    log: f64,
    /// The character after the first word.
    end: u32,
    /// The class of the first word.
    class: u32,
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

    fn info(&self, class: u32) -> Info {
        match self.own.zip(class.checked_sub(OWN)) {
            Some((own, number)) => {
                own.get(number).map_or(Info { pos: Pos::Other, attrs: 0 }, |word| word.info)
            }
            None => self.dictionary.info(class),
        }
    }
}

/// Buffers that are used again.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    codes: Vec<u16>,
    steps: Vec<Step>,
}

impl Lattice {
    /// Cuts characters into words and gives each, with its beginning and end, to `emit`, in order.
    pub(super) fn cut(&mut self, known: Known<'_>, chars: &[char], mut emit: impl FnMut(usize, usize, Info)) {
        let n = chars.len();
        self.codes.clear();
        self.codes.extend(chars.iter().map(|&c| known.dictionary.code(c)));
        // Outside, so that every walk ends.
        self.codes.push(0);
        self.steps.clear();
        self.steps.resize(n + 1, Step { log: 0.0, end: 0, class: 0 });
        match known.own {
            None => self.walk(known.dictionary),
            Some(own) => self.walk_with(known.dictionary, own, chars),
        }

        // Letters and digits that are words for themselves are one word with their neighbours.
        let mut x = 0;
        while let Some(step) = self.steps.get(x).filter(|_| x < n) {
            let (mut end, mut info) = (step.end as usize, None);
            if end - x == 1 && is_ascii_code(self.codes[x]) {
                while self.steps.get(end).is_some_and(|s| s.end as usize - end == 1)
                    && is_ascii_code(self.codes[end])
                {
                    end += 1;
                }
                info = Some(self.run(known, chars, x, end, step.class));
            } else if end - x == 1 && chars[x] == '\r' && chars.get(end) == Some(&'\n') {
                end += 1;
            }
            emit(x, end, info.unwrap_or_else(|| known.info(step.class)));
            x = end;
        }
        self.release();
    }

    /// What is known of a run of letters and digits.
    fn run(&self, known: Known<'_>, chars: &[char], start: usize, end: usize, class: u32) -> Info {
        let run = chars.get(start..end).unwrap_or_default();
        if let Some(number) = known.own.and_then(|own| own.find(run)) {
            return known.info(OWN + number);
        }
        let class = match run.len() {
            1 => class,
            _ => known.dictionary.class(self.codes.get(start..end).unwrap_or_default().iter().copied()),
        };
        if class != 0 {
            return known.info(class);
        }
        let digits = run.iter().all(char::is_ascii_digit);
        Info { pos: if digits { Pos::Numeral } else { Pos::Foreign }, attrs: 0 }
    }

    /// Finds the best way on from each character, from the last to the first.
    fn walk(&mut self, dictionary: &Dictionary) {
        let logs = dictionary.logs();
        let log_total = (dictionary.total as f64).ln();
        let alone = 0.0 - log_total;
        let (codes, steps) = (self.codes.as_slice(), self.steps.as_mut_slice());
        for i in (0..codes.len() - 1).rev() {
            let code = codes[i];
            if code < FIRST_INSIDE {
                steps[i] = Step { log: 0.0, end: i as u32 + 1, class: u32::from(code) };
                continue;
            }
            let mut best = Step { log: f64::NEG_INFINITY, end: 0, class: 0 };
            let Some(mut node) = dictionary.first(code) else {
                let class = if is_ascii_code(code) { 0 } else { u32::from(code) };
                steps[i] = Step { log: alone + steps[i + 1].log, end: i as u32 + 1, class };
                continue;
            };
            let single = node.class();
            let mut end = i + 1;
            loop {
                let class = node.class();
                let log = logs[class as usize] - log_total + steps[end].log;
                // Not a number, where no word ends here. Of two that are alike the longer one.
                if log >= best.log {
                    best = Step { log, end: end as u32, class };
                }
                match dictionary.next(node, codes[end]) {
                    Some(next) => node = next,
                    None => break,
                }
                end += 1;
            }
            if best.end == 0 {
                best = Step { log: alone + steps[i + 1].log, end: i as u32 + 1, class: single };
            }
            steps[i] = best;
        }
    }

    /// The same with own words.
    fn walk_with(&mut self, dictionary: &Dictionary, own: &OwnWords, chars: &[char]) {
        let logs = dictionary.logs();
        let log_total = (own.total as f64).ln();
        let alone = 0.0 - log_total;
        let (codes, steps) = (self.codes.as_slice(), self.steps.as_mut_slice());
        for (i, &c) in chars.iter().enumerate().rev() {
            let code = codes[i];
            let mut node = dictionary.first(code);
            let mut mine = own.next(ROOT, c);
            // What a character alone is, where it is no word of the dictionary.
            let single = match (mine, node.map(|node| node.class())) {
                (Some((_, Some(number))), _) => OWN + number,
                (_, Some(class)) if class != 0 || is_ascii_code(code) => class,
                _ if is_ascii_code(code) => 0,
                _ => u32::from(code),
            };
            let fallback = Step { log: alone + steps[i + 1].log, end: i as u32 + 1, class: single };
            if code < FIRST_INSIDE {
                steps[i] = Step { log: 0.0, ..fallback };
                continue;
            }
            let mut best = Step { log: f64::NEG_INFINITY, end: 0, class: 0 };
            let mut end = i + 1;
            while node.is_some() || mine.is_some() {
                let (class, log) = match mine.and_then(|(_, number)| Some((number?, own.get(number?)?))) {
                    Some((number, word)) => (OWN + number, word.log),
                    None => {
                        let class = node.map_or(0, |node| node.class());
                        (class, logs[class as usize])
                    }
                };
                let log = log - log_total + steps[end].log;
                if log >= best.log {
                    best = Step { log, end: end as u32, class };
                }
                if codes[end] < FIRST_INSIDE {
                    break;
                }
                node = node.and_then(|node| dictionary.next(node, codes[end]));
                mine = mine.and_then(|(at, _)| own.next(at, chars[end]));
                end += 1;
            }
            steps[i] = if best.end == 0 { fallback } else { best };
        }
    }

    /// Gives back what one huge text asked for.
    fn release(&mut self) {
        if self.steps.capacity() * size_of::<Step>() > KEPT {
            *self = Self::default();
        }
    }
}
