package dev.floe.ledger.internal.store;

import java.util.Optional;

/// What a record of the log holds.
enum RecordType {
    /// First record: format version, the ledger's public key and settings.
    GENESIS(1),
    /// A transaction with its signatures, effects, events and written objects.
    TRANSACTION(2),
    /// A signed checkpoint; it closes the group of transactions before it.
    CHECKPOINT(3);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Optional<RecordType> ofCode(int code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
