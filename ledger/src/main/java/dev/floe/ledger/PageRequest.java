package dev.floe.ledger;

import dev.floe.format.Bytes;

/// Which part of a list is wanted.
///
/// @param size  at most so many elements, 1 to [#MAX_SIZE]
/// @param token where to go on, from [Page#next]; empty for the beginning
public record PageRequest(int size, Bytes token) {

    /// Most elements of one page.
    public static final int MAX_SIZE = 1000;

    /// The first page of the usual size, 50.
    public static final PageRequest FIRST = first(50);

    public PageRequest {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("page size: expected 1 to " + MAX_SIZE + ", got " + size);
        }
    }

    /// The first page of that size.
    public static PageRequest first(int size) {
        return new PageRequest(size, Bytes.EMPTY);
    }

    /// The page of the same size that starts at `newToken`.
    public PageRequest at(Bytes newToken) {
        return new PageRequest(size, newToken);
    }
}
