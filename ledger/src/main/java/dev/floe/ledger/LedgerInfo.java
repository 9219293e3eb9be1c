package dev.floe.ledger;

import dev.floe.format.Digest;
import java.time.Instant;

/// Which chain a ledger is and where it stands.
///
/// @param chain             the chain's id: the digest of its first checkpoint
/// @param epoch             the current epoch, unsigned
/// @param checkpoint        sequence number of the newest checkpoint
/// @param time              when that checkpoint was made
/// @param referenceGasPrice MIST per unit of gas in this epoch
public record LedgerInfo(Digest chain, long epoch, long checkpoint, Instant time, long referenceGasPrice) {

    /// The chain's id as text, Base58.
    public String chainId() {
        return Base58.encode(chain);
    }
}
