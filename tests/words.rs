//! The words of the segmenter are those of jieba without its HMM, with the words of the domain in its dictionary.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test, with helpers")]

use dangjian::lexicon::{Attr, Attrs, Lexicon, words};
use dangjian::segment::{Pos, Segmenter, Token};
use dangjian::span::Span;
use dangjian::text::{Document, Role};
use jieba_rs::Jieba;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::LazyLock;

static JIEBA: LazyLock<Jieba> = LazyLock::new(|| xtask::words::oracle().unwrap());
static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new().unwrap());
static ATTRS: LazyLock<BTreeMap<String, Attrs>> = LazyLock::new(|| words().unwrap());

fn hash(chars: &[char]) -> u32 {
    chars.iter().fold(0x811c_9dc5, |h: u32, &c| (h ^ c as u32).wrapping_mul(0x0100_0193))
}

/// The tokens of a document as jieba tags them.
fn expected(jieba: &Jieba, doc: &Document<'_>) -> Vec<Token> {
    let mut out = Vec::new();
    for block in doc.blocks().iter().filter(|block| block.role != Role::Boilerplate) {
        for tag in jieba.tag(&doc.text(block.span), false) {
            let span = Span::new(block.span.start + tag.start, block.span.start + tag.end);
            let chars = doc.slice(span);
            let attrs = ATTRS.get(tag.word).copied().unwrap_or(0);
            if let ['与', rest @ ..] = chars
                && !rest.is_empty()
            {
                let (one, two) = (Span::new(span.start, span.start + 1), Span::new(span.start + 1, span.end));
                out.push(Token { span: one, pos: Pos::Preposition, attrs: 0, hash: hash(&['与']) });
                out.push(Token { span: two, pos: Pos::Noun, attrs: 0, hash: hash(rest) });
                continue;
            }
            out.push(Token { span, pos: Pos::of(chars, tag.tag), attrs, hash: hash(chars) });
        }
    }
    out
}

/// Whether a text is cut into the same words with the same parts of speech; if not, the first that differs.
fn differs(jieba: &Jieba, segmenter: &Segmenter, text: &str) -> Option<String> {
    let doc = Document::read(text);
    let (wanted, found) = (expected(jieba, &doc), segmenter.tokens(&doc));
    let at = (0..wanted.len().max(found.len())).find(|&i| wanted.get(i) != found.get(i));
    if let Some(i) = at {
        let show = |t: Option<&Token>| t.map(|t| (doc.text(t.span), t.pos, t.attrs));
        return Some(format!("jieba {:?}, we {:?} in {text}", show(wanted.get(i)), show(found.get(i))));
    }
    let (wanted, found) = (jieba.cut(text, false), segmenter.cut(text));
    let wanted: Vec<&str> = wanted.into_iter().map(|token| token.word).collect();
    (wanted != found).then(|| format!("jieba cuts {wanted:?}, we {found:?}"))
}

/// All texts of the corpus.
fn corpus() -> Vec<String> {
    let mut out = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = std::fs::read_to_string(&path) {
                out.push(text);
            }
        }
    }
    out
}

#[test]
fn ok_the_corpus_is_cut_as_jieba_does() {
    let texts = corpus();
    let bytes: usize = texts.iter().map(String::len).sum();
    assert!(bytes > 500_000, "the corpus is here");
    let wrong: Vec<_> = texts.iter().filter_map(|text| differs(&JIEBA, &SEGMENTER, text)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Words of the caller's own change the others' probabilities too.
#[test]
fn ok_own_words_are_as_jieba_takes_them() {
    let own = "云上牧歌\n签约 5\n王五岭 9 nr\n党建 999999 vn\n的 3\n5G\nab 1 n\n𠮷野家\n卍 7 nz\n结对 0\n云上 40\nγ 5 n";
    let mut jieba = JIEBA.clone();
    for line in own.lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        let frequency = cells.get(1).map(|f| f.parse().unwrap());
        jieba.add_word(cells[0], frequency, cells.get(2).copied().or(Some("nz")));
    }
    let segmenter = SEGMENTER.clone().with_words(own).unwrap();
    // One after the other is the same as all at once.
    let (first, rest) = own.split_at(own.find("的 3").unwrap());
    let in_two = SEGMENTER.clone().with_words(first).unwrap().with_words(rest).unwrap();
    let more = "云上牧歌的党建5G,ab和abc,王五岭在𠮷野家签约结对,云上的卍,γ与云上牧歌。5GHz。签约云上牧";
    for text in corpus().iter().map(String::as_str).take(60).chain([more]) {
        for segmenter in [&segmenter, &in_two] {
            assert_eq!(differs(&jieba, segmenter, text), None);
        }
    }
}

/// What the tables say of words, the dictionary says too. When this fails, run `cargo xtask data words`.
#[test]
fn ok_the_dictionary_holds_the_words_of_the_tables() {
    let lexicon = Lexicon::bundled().unwrap();
    let wrong: Vec<_> = ATTRS.iter().filter(|(word, attrs)| lexicon.attrs(word) != **attrs).collect();
    assert!(wrong.is_empty(), "run `cargo xtask data words`: {wrong:?}");
    assert_eq!(lexicon.attrs("党支部"), Attr::Suffix as Attrs);
    for none in ["", "党支", "\u{1F600}", "党支部党支部", "x"] {
        assert_eq!(lexicon.attrs(none), 0, "{none}");
    }
    let known = |word: &str| JIEBA.has_word(word) && SEGMENTER.cut(word).len() > 1;
    let apart: Vec<_> = ATTRS.keys().filter(|w| known(w) && JIEBA.cut(w, false).len() == 1).take(9).collect();
    assert!(apart.is_empty(), "run `cargo xtask data words`: {apart:?}");
}

/// Every character by itself, where jieba asks a model of parts of speech.
#[test]
fn ok_every_character_is_what_jieba_says() {
    let all = ('\0'..=char::MAX).filter(|c| !c.is_control());
    let chars: Vec<char> = all.collect();
    for part in chars.chunks(500) {
        let text: String = part.iter().flat_map(|&c| [c, '，']).collect();
        assert_eq!(differs(&JIEBA, &SEGMENTER, &text), None);
    }
}

/// What strings are made of: characters of words, of rare words, and what stands between.
fn pieces() -> impl Strategy<Value = String> {
    let words: Vec<&'static str> = include_str!("../benches/words.txt").lines().collect();
    prop_oneof![
        5 => proptest::sample::select(words),
        2 => proptest::sample::select(vec![
            "与", "与会", "的", "一", "党", "区", "县", "C++", "AT&T", "5G", "T恤", "卡拉OK", "3.5", "A", "9", "%",
            "-", "_", "#", "·", "*", "**", "\r\n", "\r", "\n", " ", "㙍", "𠮷", "é", "Ω", "ｱ", "１", "，", "。", "“",
        ]),
    ]
    .prop_map(str::to_string)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn ok_made_up_texts_are_cut_as_jieba_does(parts in prop::collection::vec(pieces(), 0..40)) {
        let text = parts.concat();
        prop_assert_eq!(differs(&JIEBA, &SEGMENTER, &text), None);
        // Words cut in two.
        let halves: String = text.chars().step_by(2).collect();
        prop_assert_eq!(differs(&JIEBA, &SEGMENTER, &halves), None);
    }

    #[test]
    fn ok_any_text_is_cut_as_jieba_does(text in "[\u{4e00}-\u{9fff}a-z0-9，]{0,60}|\\PC{0,40}") {
        prop_assert_eq!(differs(&JIEBA, &SEGMENTER, &text), None);
    }
}
