package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import java.util.List;
import java.util.Optional;

/// Which recovery symbols are asked for.
public sealed interface SymbolQuery {

    /// From which slivers they shall be taken and proved: the sliver's axis. Without it the node chooses.
    Optional<Axis> proofAxis();

    /// The symbol where row `primary` crosses column `secondary`.
    ///
    /// @param primary index of a primary sliver
    /// @param secondary index of a secondary sliver
    record SymbolId(int primary, int secondary) {}

    /// Single symbols. More than [#MAX_IDS] do not fit into one request line.
    ///
    /// @param ids which
    record ById(List<SymbolId> ids, Optional<Axis> proofAxis) implements SymbolQuery {
        public ById {
            ids = List.copyOf(ids);
            if (ids.isEmpty() || ids.size() > MAX_IDS) {
                throw new IllegalArgumentException("symbols: expected 1 to " + MAX_IDS + ", got " + ids.size());
            }
        }
    }

    /// All symbols the node has that help to rebuild one sliver.
    ///
    /// @param target index of the sliver to rebuild
    /// @param targetAxis its axis
    record ForSliver(int target, Axis targetAxis, Optional<Axis> proofAxis) implements SymbolQuery {}

    /// Most ids of one query: a request line of 4 KiB holds them.
    int MAX_IDS = 200;
}
