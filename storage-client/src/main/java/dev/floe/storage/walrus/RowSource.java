package dev.floe.storage.walrus;

import dev.floe.format.Axis;
import dev.floe.format.BlobId;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.GeneralRecoverySymbol;
import dev.floe.format.RecoverySymbol;
import dev.floe.format.SliverData;
import dev.floe.host.Deadline;
import dev.floe.storage.encoding.SliverHealer;
import dev.floe.storage.walrus.SymbolQuery.SymbolId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The ways to get bytes of a row (primary sliver) of one blob. Rows as a whole come unverified from [#row]; all
/// other answers are verified by the proofs of their symbols.
final class RowSource {

    private final OpenedBlob blob;
    private final Nodes nodes;
    private final NetworkOptions options;
    private final Deadline deadline;

    RowSource(OpenedBlob blob, Nodes nodes, NetworkOptions options, Deadline deadline) {
        this.blob = blob;
        this.nodes = nodes;
        this.options = options;
        this.deadline = deadline;
    }

    /// The node that holds a row.
    StorageNodeInfo holder(int row) {
        return blob.member(blob.holder(Axis.PRIMARY, row));
    }

    /// A row from its holder; index and lengths fit, the hash is not checked. Empty if it did not give it.
    Optional<SliverData> row(int row) throws InterruptedException {
        StorageNodeInfo node = holder(row);
        int pair = blob.shards().pairOfSliver(row, Axis.PRIMARY);
        Nodes.Answer<SliverData> answer = nodes.ask(
                node,
                blob.rowBytes(),
                deadline,
                (client, by) -> client.sliver(blob.id(), pair, Axis.PRIMARY, blob.rowBytes(), by));
        if (!(answer instanceof Nodes.Answer.Got<SliverData>(SliverData sliver))) {
            return Optional.empty();
        }
        boolean fits = sliver.index() == row
                && sliver.symbolSize() == blob.symbolBytes()
                && sliver.symbols().size() == blob.rowBytes();
        if (!fits) {
            nodes.book()
                    .lied(node, "row " + row + " of blob " + blob.id() + ": another sliver, or one of another size");
            return Optional.empty();
        }
        return Optional.of(sliver);
    }

    /// Symbols of a row from its holder, in the order of columns. Empty if one is missing or does not prove itself.
    Optional<List<Bytes>> symbols(int row, int firstColumn, int endColumn) throws InterruptedException {
        List<SymbolId> ids =
                ids(row, IntStream.range(firstColumn, endColumn).boxed().toList());
        Map<Integer, RecoverySymbol> found = new TreeMap<>();
        for (int from = 0; from < ids.size(); from += SymbolQuery.MAX_IDS) {
            List<SymbolId> some = ids.subList(from, Math.min(ids.size(), from + SymbolQuery.MAX_IDS));
            found.putAll(ask(blob.holder(Axis.PRIMARY, row), row, some, Axis.PRIMARY));
        }
        return found.size() < ids.size()
                ? Optional.empty()
                : Optional.of(found.values().stream()
                        .map(symbol -> symbol.symbol().data())
                        .toList());
    }

    /// Symbols of a row from the holders of its columns. Empty if one is missing, or late: there is still another
    /// way.
    Optional<List<Bytes>> symbolsOfColumns(int row, int firstColumn, int endColumn) throws InterruptedException {
        Map<Integer, List<Integer>> byHolder =
                columnsByHolder(IntStream.range(firstColumn, endColumn).boxed().toList());
        if (byHolder.keySet().stream().anyMatch(member -> nodes.book().isPaused(blob.member(member)))) {
            return Optional.empty();
        }
        Map<Integer, RecoverySymbol> found = new TreeMap<>();
        try (Crew<Event> crew = new Crew<>(options.time())) {
            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
            byHolder.forEach((member, columns) -> start(crew, member, row, columns));
            Set<Integer> open = new HashSet<>(byHolder.keySet());
            while (!open.isEmpty()) {
                switch (crew.take()) {
                    case Event.Symbols(int member, Map<Integer, RecoverySymbol> symbols) -> {
                        open.remove(member);
                        found.putAll(symbols);
                    }
                    case Event.Tick _ -> {
                        open.forEach(member -> nodes.book().late(blob.member(member)));
                        return Optional.empty();
                    }
                }
            }
        }
        return found.size() < endColumn - firstColumn
                ? Optional.empty()
                : Optional.of(found.values().stream()
                        .map(symbol -> symbol.symbol().data())
                        .toList());
    }

    private sealed interface Event {
        record Symbols(int member, Map<Integer, RecoverySymbol> symbols) implements Event {}

        record Tick() implements Event {}
    }

    /// The whole row, rebuilt from one symbol of each of Ks columns.
    ///
    /// @throws DataException.Unavailable if the nodes do not give enough
    /// @throws DataException.Corrupt if all symbols prove themselves and the row has another hash: the blob was
    ///     encoded inconsistently
    SliverData rebuilt(int row) throws InterruptedException {
        int needed = blob.shards().symbolsPerSliver(Axis.PRIMARY);
        Map<Integer, List<Integer>> byHolder = columnsByHolder(
                IntStream.range(0, blob.shards().count()).boxed().toList());
        // The row's own holder is asked last: it has just failed to give the row.
        Deque<Integer> waiting = new ArrayDeque<>(order(byHolder, blob.holder(Axis.PRIMARY, row)));
        Map<Integer, RecoverySymbol> found = new TreeMap<>();
        try (Crew<Event> crew = new Crew<>(options.time())) {
            Set<Integer> open = new HashSet<>();
            int expected = 0;
            while (expected < needed && !waiting.isEmpty()) {
                int member = waiting.poll();
                expected += columnsOf(byHolder, member).size();
                open.add(start(crew, member, row, columnsOf(byHolder, member)));
            }
            crew.after(nodes.book().hedgeDelay(), new Event.Tick());
            while (found.size() < needed && (!open.isEmpty() || !waiting.isEmpty())) {
                boolean askMore = false;
                switch (crew.take()) {
                    case Event.Symbols(int member, Map<Integer, RecoverySymbol> symbols) -> {
                        open.remove(member);
                        found.putAll(symbols);
                        askMore = symbols.isEmpty();
                    }
                    case Event.Tick _ -> {
                        askMore = true;
                        open.forEach(member -> nodes.book().late(blob.member(member)));
                        crew.after(nodes.book().hedgeDelay(), new Event.Tick());
                    }
                }
                if ((askMore || open.isEmpty()) && !waiting.isEmpty()) {
                    int member = waiting.poll();
                    open.add(start(crew, member, row, columnsOf(byHolder, member)));
                }
                deadline.check(() -> new DataException.Unavailable(tooFew(row, found.size(), needed)));
            }
        }
        if (found.size() < needed) {
            throw new DataException.Unavailable(tooFew(row, found.size(), needed));
        }
        SliverHealer healer = new SliverHealer(blob.metadata(), options.encoding());
        return healer.rebuild(Axis.PRIMARY, row, List.copyOf(found.values()));
    }

    private String tooFew(int row, int got, int needed) {
        return "blob " + blob.id() + ": row " + row + " is not at hand, and only " + got + " of " + needed
                + " symbols to rebuild it; too many storage nodes are away, try again";
    }

    /// Asks a member for symbols; returns it.
    private int start(Crew<Event> crew, int member, int row, List<Integer> columns) {
        crew.start("symbols", () -> {
            Map<Integer, RecoverySymbol> found = new TreeMap<>();
            List<SymbolId> ids = ids(row, columns);
            for (int from = 0; from < ids.size(); from += SymbolQuery.MAX_IDS) {
                List<SymbolId> some = ids.subList(from, Math.min(ids.size(), from + SymbolQuery.MAX_IDS));
                found.putAll(ask(member, row, some, Axis.SECONDARY));
            }
            return new Event.Symbols(member, found);
        });
        return member;
    }

    /// Verified symbols of a row by column, as far as the node gives them.
    private Map<Integer, RecoverySymbol> ask(int member, int row, List<SymbolId> ids, Axis proofAxis)
            throws InterruptedException {
        StorageNodeInfo node = blob.member(member);
        BlobId id = blob.id();
        Nodes.Answer<List<GeneralRecoverySymbol>> answer = nodes.ask(
                node,
                (long) ids.size() * blob.provenSymbolBytes(),
                deadline,
                (client, by) -> client.recoverySymbols(id, new SymbolQuery.ById(ids, Optional.of(proofAxis)), by));
        Map<Integer, RecoverySymbol> found = new TreeMap<>();
        if (answer instanceof Nodes.Answer.Got<List<GeneralRecoverySymbol>>(List<GeneralRecoverySymbol> symbols)) {
            for (GeneralRecoverySymbol symbol : symbols) {
                Axis target = symbol.symbol().targetAxis();
                int source = symbol.symbol().symbol().sourceIndex();
                int gotRow = target == Axis.PRIMARY ? symbol.targetIndex() : source;
                int column = target == Axis.PRIMARY ? source : symbol.targetIndex();
                RecoverySymbol proven = new RecoverySymbol(symbol.symbol().symbol(), symbol.proof());
                boolean isWanted = gotRow == row && ids.contains(new SymbolId(row, column));
                if (!isWanted || !proven.verifies(blob.metadata(), target, symbol.targetIndex())) {
                    nodes.book().lied(node, "symbol of row " + row + " of blob " + id + " does not prove itself");
                    return Map.of();
                }
                if (target == proofAxis.other()) {
                    found.put(column, proven);
                }
            }
        }
        return found;
    }

    private static List<SymbolId> ids(int row, List<Integer> columns) {
        return columns.stream().map(column -> new SymbolId(row, column)).toList();
    }

    private static List<Integer> columnsOf(Map<Integer, List<Integer>> byHolder, int member) {
        return byHolder.getOrDefault(member, List.of());
    }

    private Map<Integer, List<Integer>> columnsByHolder(List<Integer> columns) {
        Map<Integer, List<Integer>> byHolder = new TreeMap<>();
        for (int column : columns) {
            byHolder.computeIfAbsent(blob.holder(Axis.SECONDARY, column), _ -> new ArrayList<>())
                    .add(column);
        }
        return byHolder;
    }

    private List<Integer> order(Map<Integer, List<Integer>> byHolder, int last) {
        List<Integer> order = new ArrayList<>(byHolder.keySet());
        Collections.shuffle(order, Random.from(options.entropy().generator()));
        order.sort(Comparator.comparing((Integer member) -> nodes.book().isPaused(blob.member(member)))
                .thenComparing(member -> member == last));
        return order;
    }
}
