package dev.floe.ledger.net.internal.service;

import dev.floe.ledger.Address;
import dev.floe.ledger.HistoryFilter;
import dev.floe.ledger.HistoryFilter.Condition;
import dev.floe.ledger.HistoryScan;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.MoveObject;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.SuiObject;
import java.util.Optional;

/// Finds the `CoinMetadata` of a coin. It is made when the coin's package is published, by the one-time witness, so
/// the transactions that touched the package name it.
final class CoinMetadataSearch {

    private static final int MAX_SCANNED = 100;

    private final LocalLedger ledger;

    CoinMetadataSearch(LocalLedger ledger) {
        this.ledger = ledger;
    }

    Optional<SuiObject> find(StructTag coinType) {
        StructTag wanted = StructTag.of(Address.SUI, "coin", "CoinMetadata", coinType);
        HistoryFilter published = HistoryFilter.of(new Condition.AffectedObject(coinType.address()));
        HistoryScan scan = ledger.find(published, 0, ledger.transactionCount(), true, MAX_SCANNED);
        return scan.found().flatMap(transaction -> madeBy(transaction, wanted));
    }

    private Optional<SuiObject> madeBy(LedgerTransaction transaction, StructTag wanted) {
        return transaction.written().stream()
                .filter(object ->
                        object.data() instanceof MoveObject move && move.type().equals(wanted))
                .findFirst()
                .map(made -> ledger.objects(java.util.List.of(made.id())).getOrDefault(made.id(), made));
    }
}
