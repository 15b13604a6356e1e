//! Work that two processors share.

/// What a function makes of each item and its place, in order; every second one is made beside the others.
pub(super) fn in_two_threads<T: Sync, R: Send>(items: &[T], make: impl Fn(usize, &T) -> R + Sync) -> Vec<R> {
    let every_second = |first: usize| -> Vec<R> {
        items.iter().enumerate().skip(first).step_by(2).map(|(place, item)| make(place, item)).collect()
    };
    if items.len() < 2 {
        return every_second(0);
    }
    let (even, odd) = std::thread::scope(|scope| {
        let odd = scope.spawn(|| every_second(1));
        (every_second(0), odd.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let mut odd = odd.into_iter();
    even.into_iter().flat_map(|one| std::iter::once(one).chain(odd.next())).collect()
}
