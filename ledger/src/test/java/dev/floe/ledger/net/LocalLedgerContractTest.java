package dev.floe.ledger.net;

import dev.floe.ledger.Ledger;
import dev.floe.ledger.LocalLedger;

class LocalLedgerContractTest extends LedgerContract {

    @Override
    Ledger open(LocalLedger backing) {
        return backing;
    }
}
