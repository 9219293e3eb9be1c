package dev.floe.storage.encoding;

import dev.floe.format.Axis;
import dev.floe.host.ByteArea;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// A sliver to decode from, readable at any place. Not checked in any way; see [SliverCheck].
///
/// @param axis primary or secondary
/// @param index its index on that axis
/// @param area what holds its symbols; stays the caller's to close
/// @param offset where the symbols begin in `area`
public record SliverInput(Axis axis, int index, ByteArea area, long offset) {

    /// Copies a band of the symbols from `firstSymbol` on to `target` at `at`, symbols packed.
    void read(int firstSymbol, int symbols, int symbolBytes, int start, int bytes, MemorySegment target, long at)
            throws IOException {
        long from = offset + (long) firstSymbol * symbolBytes;
        if (bytes == symbolBytes) {
            area.read(from, target.asSlice(at, (long) symbols * symbolBytes));
            return;
        }
        for (int i = 0; i < symbols; i++) {
            area.read(from + (long) i * symbolBytes + start, target.asSlice(at + (long) i * bytes, bytes));
        }
    }
}
