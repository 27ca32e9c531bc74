//! What the tasks of this repository share: reading gold annotations, scoring, training.

pub mod gold;
