//! One thread finds tasks, several do them, and the caller takes the results in the order of the tasks.
//!
//! Nothing waits for a batch: a worker takes the next task when it is done with one. What is under way is bounded, in number
//! and in bytes, so that memory does not grow with the work: the finder waits until the caller has taken results.

use crossbeam_channel::{Receiver, RecvTimeoutError, Sender, unbounded};
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// So many bytes may be under way; a single task may be larger.
const BYTES: u64 = 32 << 20;
/// So many tasks for each worker.
const TASKS: usize = 32;
/// Reports with their trees take room on the stack.
const STACK: usize = 64 << 20;

/// How much is under way.
#[derive(Default)]
struct Gate {
    state: Mutex<(usize, u64)>,
    changed: Condvar,
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, (usize, u64)> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn enter(&self, size: u64, most: usize) {
        let mut state = self.lock();
        while state.0 > 0 && (state.0 >= most || state.1 + size > BYTES) {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        *state = (state.0 + 1, state.1 + size);
    }

    fn leave(&self, size: u64) {
        let mut state = self.lock();
        *state = (state.0 - 1, state.1 - size);
        self.changed.notify_all();
    }
}

enum Message<R> {
    /// The result of a task, by its number; nothing if the work was stopped before it began.
    Done(usize, u64, Option<R>),
    /// There were so many tasks.
    End(usize),
}

/// The results, in order.
pub(crate) struct Results<R> {
    messages: Receiver<Message<R>>,
    gate: Arc<Gate>,
    stop: Arc<AtomicBool>,
    /// Results that came before their turn; the first one is the next.
    waiting: VecDeque<Option<(u64, Option<R>)>>,
    taken: usize,
    total: Option<usize>,
}

/// What [`Results::next`] gives.
pub(crate) enum Next<R> {
    /// The next result.
    Result(R),
    /// Nothing is ready; it may be a while.
    Idle,
    /// There is no more: all is done, or the work was stopped.
    End,
}

/// Starts the work. `find` gives tasks with their sizes until it is told to break off; `work` does one. Neither thread is
/// waited for: standard input may never end.
pub(crate) fn start<T: Send + 'static, R: Send + 'static>(
    threads: usize,
    stop: &Arc<AtomicBool>,
    find: impl FnOnce(&mut dyn FnMut(T, u64) -> ControlFlow<()>) + Send + 'static,
    work: impl Fn(T) -> R + Send + Sync + 'static,
) -> std::io::Result<Results<R>> {
    let gate = Arc::new(Gate::default());
    // Neither queue is longer than the gate lets in.
    let (tasks, taken): (Sender<(usize, u64, T)>, _) = unbounded();
    let (done, messages) = unbounded();
    let work = Arc::new(work);
    for _ in 0..threads {
        let (taken, done, work, stop) = (taken.clone(), done.clone(), Arc::clone(&work), Arc::clone(stop));
        thread::Builder::new().stack_size(STACK).spawn(move || {
            while let Ok((number, size, task)) = taken.recv() {
                let result = (!stop.load(Ordering::Relaxed)).then(|| work(task));
                if done.send(Message::Done(number, size, result)).is_err() {
                    return;
                }
            }
        })?;
    }
    let (inner, stopped) = (Arc::clone(&gate), Arc::clone(stop));
    thread::Builder::new().stack_size(STACK).spawn(move || {
        let mut number = 0;
        find(&mut |task, size| {
            inner.enter(size, TASKS * threads);
            if stopped.load(Ordering::Relaxed) || tasks.send((number, size, task)).is_err() {
                inner.leave(size);
                return ControlFlow::Break(());
            }
            number += 1;
            ControlFlow::Continue(())
        });
        let _ = done.send(Message::End(number));
    })?;
    let stop = Arc::clone(stop);
    Ok(Results { messages, gate, stop, waiting: VecDeque::new(), taken: 0, total: None })
}

impl<R> Results<R> {
    /// The next result in order.
    pub(crate) fn next(&mut self) -> Next<R> {
        let mut idle = false;
        loop {
            if matches!(self.waiting.front(), Some(Some(_))) {
                let Some(Some((size, result))) = self.waiting.pop_front() else { return Next::End };
                self.taken += 1;
                self.gate.leave(size);
                return match result {
                    Some(result) => Next::Result(result),
                    // Tasks are begun in order: none behind this one was.
                    None => Next::End,
                };
            }
            if self.total == Some(self.taken) {
                return Next::End;
            }
            // Stopped while the finder waits for input that may never come.
            if self.stop.load(Ordering::Relaxed) && idle && self.gate.lock().0 == 0 {
                return Next::End;
            }
            match self.messages.try_recv() {
                Ok(message) => self.take(message),
                Err(_) if !idle => idle = true,
                Err(_) => match self.messages.recv_timeout(Duration::from_millis(50)) {
                    Ok(message) => self.take(message),
                    Err(RecvTimeoutError::Timeout) => return Next::Idle,
                    Err(RecvTimeoutError::Disconnected) => return Next::End,
                },
            }
        }
    }

    fn take(&mut self, message: Message<R>) {
        match message {
            Message::End(total) => self.total = Some(total),
            Message::Done(number, size, result) => {
                let at = number - self.taken;
                while self.waiting.len() <= at {
                    self.waiting.push_back(None);
                }
                if let Some(place) = self.waiting.get_mut(at) {
                    *place = Some((size, result));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut results: Results<usize>) -> Vec<usize> {
        let mut got = Vec::new();
        loop {
            match results.next() {
                Next::Result(result) => got.push(result),
                Next::Idle => {}
                Next::End => return got,
            }
        }
    }

    #[test]
    fn ok_in_order_and_bounded() {
        let stop = Arc::new(AtomicBool::new(false));
        let under_way = Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let (entered, left) = (Arc::clone(&under_way), Arc::clone(&under_way));
        let find = move |give: &mut dyn FnMut(usize, u64) -> ControlFlow<()>| {
            for i in 0..1000 {
                assert!(give(i, 1 << 24).is_continue());
                assert!(entered.fetch_add(1, Ordering::SeqCst) < 20, "no more under way than bytes allow");
            }
        };
        let results = start(3, &stop, find, move |i: usize| {
            thread::sleep(Duration::from_micros((i as u64 * 7919) % 500));
            left.fetch_sub(1, Ordering::SeqCst);
            i
        });
        assert_eq!(all(results.unwrap()), (0..1000).collect::<Vec<_>>());
    }

    #[test]
    fn ok_stopped_in_the_middle_gives_a_beginning() {
        let stop = Arc::new(AtomicBool::new(false));
        let find = |give: &mut dyn FnMut(usize, u64) -> ControlFlow<()>| {
            let mut i = 0;
            while give(i, 1).is_continue() {
                i += 1;
            }
            // As a read of standard input that never ends.
            thread::sleep(Duration::from_secs(600));
        };
        let asked = Arc::clone(&stop);
        let results = start(2, &stop, find, move |i: usize| {
            if i == 100 {
                asked.store(true, Ordering::Relaxed);
            }
            i
        });
        let got = all(results.unwrap());
        assert!(got.len() > 100 && got.len() < 200, "{}", got.len());
        assert_eq!(got, (0..got.len()).collect::<Vec<_>>());
    }
}
