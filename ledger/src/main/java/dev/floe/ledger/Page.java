package dev.floe.ledger;

import dev.floe.format.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Part of a list.
///
/// @param items the elements
/// @param next  token of the next page; none when this is the last
public record Page<T>(List<T> items, Optional<Bytes> next) {

    public Page {
        items = List.copyOf(items);
    }

    /// The same page with each element changed.
    public <R> Page<R> map(Function<T, R> change) {
        return new Page<>(items.stream().map(change).toList(), next);
    }

    /// Reads all pages, largest possible ones, up to `limit` elements.
    ///
    /// @throws IllegalStateException if there are more
    public static <T> List<T> all(int limit, Function<PageRequest, Page<T>> read) {
        List<T> items = new ArrayList<>();
        PageRequest request = PageRequest.first(PageRequest.MAX_SIZE);
        while (true) {
            Page<T> page = read.apply(request);
            items.addAll(page.items());
            if (items.size() > limit) {
                throw new IllegalStateException("list: more than " + limit + " elements; read it page by page");
            }
            if (page.next().isEmpty()) {
                return List.copyOf(items);
            }
            request = request.at(page.next().get());
        }
    }
}
