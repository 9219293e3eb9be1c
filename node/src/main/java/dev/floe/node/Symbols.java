package dev.floe.node;

import dev.floe.format.Axis;
import dev.floe.format.BlobMetadata;
import dev.floe.format.BlobMetadataWithId;
import dev.floe.format.DataException;
import dev.floe.format.EitherDecodingSymbol;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.format.StorageShards;
import dev.floe.format.SymbolsByTarget;
import dev.floe.storage.walrus.NodeReason;
import dev.floe.storage.walrus.NodeRefusedException;
import dev.floe.storage.walrus.SymbolQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Symbols that help others to rebuild slivers, from the slivers of this node. Safe for concurrent use.
final class Symbols {

    private final SliverStore store;
    private final Verifier verifier;
    private final NodeLimits limits;

    Symbols(SliverStore store, Verifier verifier, NodeLimits limits) {
        this.store = store;
        this.verifier = verifier;
        this.limits = limits;
    }

    /// Symbols with proofs.
    List<GeneralRecoverySymbol> recovery(BlobMetadataWithId blob, SymbolQuery query) {
        List<GeneralRecoverySymbol> symbols = switch (query) {
            case SymbolQuery.ForSliver of -> forSliver(blob, of);
            case SymbolQuery.ById of -> byId(blob, of);
        };
        if (symbols.isEmpty()) {
            throw new NodeRefusedException(
                    NodeReason.SYMBOL_NOT_PRESENT_AT_SHARDS,
                    "no sliver here has a symbol that was asked for of blob " + blob.id());
        }
        return symbols;
    }

    private List<GeneralRecoverySymbol> forSliver(BlobMetadataWithId blob, SymbolQuery.ForSliver query) {
        StorageShards shards = blob.metadata().shards();
        requireIndex(shards, query.target());
        Axis helperAxis = query.targetAxis().other();
        if (query.proofAxis().isPresent() && query.proofAxis().get() == query.targetAxis()) {
            return fromItself(blob, query);
        }
        List<Integer> helpers = store.pairs(blob.id(), helperAxis).stream()
                .map(pair -> shards.sliverIndex(pair, helperAxis))
                .boxed()
                .toList();
        requireSize((long) helpers.size() * blob.metadata().symbolSize());
        List<GeneralRecoverySymbol> answer = new ArrayList<>();
        symbolsOf(blob, helperAxis, helpers, new int[] {query.target()})
                .forEach((_, symbols) -> answer.add(general(query.targetAxis(), query.target(), symbols.getFirst())));
        return answer;
    }

    /// All symbols of the wanted sliver itself, proved by itself.
    private List<GeneralRecoverySymbol> fromItself(BlobMetadataWithId blob, SymbolQuery.ForSliver query) {
        StorageShards shards = blob.metadata().shards();
        int[] all = new int[shards.symbolsPerSliver(query.targetAxis())];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        requireSize((long) all.length * blob.metadata().symbolSize());
        List<GeneralRecoverySymbol> answer = new ArrayList<>();
        symbolsOf(blob, query.targetAxis(), List.of(query.target()), all).forEach((_, symbols) -> {
            for (int i = 0; i < symbols.size(); i++) {
                answer.add(general(query.targetAxis().other(), all[i], symbols.get(i)));
            }
        });
        return answer;
    }

    private List<GeneralRecoverySymbol> byId(BlobMetadataWithId blob, SymbolQuery.ById query) {
        StorageShards shards = blob.metadata().shards();
        requireSize((long) query.ids().size() * blob.metadata().symbolSize());
        // By helper: one extension of a sliver gives all its symbols.
        Map<Axis, TreeMap<Integer, List<Integer>>> wanted = new HashMap<>();
        for (SymbolQuery.SymbolId id : query.ids()) {
            requireIndex(shards, id.primary());
            requireIndex(shards, id.secondary());
            holder(blob, id, query.proofAxis())
                    .ifPresent(axis -> wanted.computeIfAbsent(axis, _ -> new TreeMap<>())
                            .computeIfAbsent(
                                    axis == Axis.PRIMARY ? id.primary() : id.secondary(), _ -> new ArrayList<>())
                            .add(axis == Axis.PRIMARY ? id.secondary() : id.primary()));
        }
        List<GeneralRecoverySymbol> answer = new ArrayList<>();
        wanted.forEach((axis, byHelper) -> byHelper.forEach((helper, targets) -> {
            int[] numbers = targets.stream().mapToInt(Integer::intValue).toArray();
            symbolsOf(blob, axis, List.of(helper), numbers).forEach((_, symbols) -> {
                for (int i = 0; i < symbols.size(); i++) {
                    answer.add(general(axis.other(), numbers[i], symbols.get(i)));
                }
            });
        }));
        return answer;
    }

    /// The axis of a sliver here that has the symbol.
    private Optional<Axis> holder(BlobMetadataWithId blob, SymbolQuery.SymbolId id, Optional<Axis> proofAxis) {
        StorageShards shards = blob.metadata().shards();
        for (Axis axis : Axis.values()) {
            int pair = shards.pairOfSliver(axis == Axis.PRIMARY ? id.primary() : id.secondary(), axis);
            boolean isAllowed = proofAxis.isEmpty() || proofAxis.get() == axis;
            if (isAllowed && store.has(Piece.sliver(blob.id(), axis, pair))) {
                return Optional.of(axis);
            }
        }
        return Optional.empty();
    }

    /// Symbols without proofs, for several slivers.
    SymbolsByTarget decoding(BlobMetadataWithId blob, Axis targetAxis, List<Integer> targets) {
        StorageShards shards = blob.metadata().shards();
        if (targets.isEmpty() || targets.size() > limits.maxTargets()) {
            throw new NodeRefusedException(
                    NodeReason.NO_TARGET_SLIVERS_SPECIFIED,
                    "expected 1 to " + limits.maxTargets() + " target slivers, got " + targets.size());
        }
        targets.forEach(target -> requireIndex(shards, target));
        Axis helperAxis = targetAxis.other();
        List<Integer> helpers = store.pairs(blob.id(), helperAxis).stream()
                .map(pair -> shards.sliverIndex(pair, helperAxis))
                .boxed()
                .toList();
        int[] numbers = targets.stream().distinct().mapToInt(Integer::intValue).toArray();
        requireSize((long) helpers.size() * numbers.length * blob.metadata().symbolSize());
        Map<Integer, List<EitherDecodingSymbol>> answer = new TreeMap<>();
        symbolsOf(blob, helperAxis, helpers, numbers).forEach((_, symbols) -> {
            for (int i = 0; i < numbers.length; i++) {
                answer.computeIfAbsent(numbers[i], _ -> new ArrayList<>())
                        .add(new EitherDecodingSymbol(targetAxis, symbols.get(i).symbol()));
            }
        });
        if (answer.isEmpty()) {
            throw new NodeRefusedException(
                    NodeReason.SYMBOL_NOT_PRESENT_AT_SHARDS,
                    "no " + helperAxis.text() + " sliver of blob " + blob.id() + " here");
        }
        return new SymbolsByTarget(answer);
    }

    /// The symbols number `targets` of those of `helpers` that are here and sound, by the helper's index.
    private Map<Integer, List<RecoverySymbol>> symbolsOf(
            BlobMetadataWithId blob, Axis axis, List<Integer> helpers, int[] targets) {
        if (!verifier.tryBegin()) {
            throw new NodeRefusedException(NodeReason.UNAVAILABLE, "too many symbols are being made; try again later");
        }
        try {
            TreeMap<Integer, List<RecoverySymbol>> symbols = new TreeMap<>();
            for (int helper : helpers) {
                load(blob, axis, helper)
                        .flatMap(sliver -> symbols(blob, axis, sliver, targets))
                        .ifPresent(made -> symbols.put(helper, made));
            }
            return symbols;
        } finally {
            verifier.done();
        }
    }

    private Optional<SliverData> load(BlobMetadataWithId blob, Axis axis, int index) {
        try {
            return store.sliver(blob.id(), axis, blob.metadata().shards().pairOfSliver(index, axis));
        } catch (DataException.Corrupt e) {
            return Optional.empty(); // condemned by the store; the others still help
        }
    }

    private Optional<List<RecoverySymbol>> symbols(
            BlobMetadataWithId blob, Axis axis, SliverData sliver, int[] targets) {
        BlobMetadata metadata = blob.metadata();
        try {
            return Optional.of(
                    verifier.symbols(metadata, axis, List.of(sliver), targets).getFirst());
        } catch (DataException.Corrupt e) {
            int pair = metadata.shards().pairOfSliver(sliver.index(), axis);
            store.condemn(Piece.sliver(blob.id(), axis, pair), "it does not have the hash of the metadata");
            return Optional.empty();
        }
    }

    private void requireSize(long bytes) {
        if (bytes > limits.symbolBytes()) {
            throw new NodeRefusedException(
                    NodeReason.UNAVAILABLE,
                    "the answer would have " + bytes + " bytes, at most " + limits.symbolBytes()
                            + " at once; ask for fewer symbols");
        }
    }

    private static void requireIndex(StorageShards shards, int index) {
        if (index < 0 || index >= shards.count()) {
            throw new NodeRefusedException(
                    NodeReason.RECOVERY_SYMBOL_OUT_OF_RANGE, "sliver " + index + " is not below " + shards.count());
        }
    }

    private static GeneralRecoverySymbol general(Axis targetAxis, int target, RecoverySymbol symbol) {
        return new GeneralRecoverySymbol(new EitherDecodingSymbol(targetAxis, symbol.symbol()), target, symbol.proof());
    }
}
