package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Digest;
import java.util.List;
import java.util.Optional;

/// Until when a transaction may be executed. BCS: an enum in the order of the cases here.
public sealed interface Expiration {

    /// Always.
    record None() implements Expiration {}

    /// Until the end of an epoch.
    ///
    /// @param epoch the last epoch, unsigned
    record Epoch(long epoch) implements Expiration {}

    /// Within a window, on one chain, once for each nonce.
    ///
    /// @param minEpoch     first epoch
    /// @param maxEpoch     last epoch
    /// @param minTimestamp earliest time, in milliseconds
    /// @param maxTimestamp latest time, in milliseconds
    /// @param chain        the chain's id: the digest of its first checkpoint
    /// @param nonce        makes otherwise equal transactions different; 0 to 2³² − 1
    record ValidDuring(
            Optional<Long> minEpoch,
            Optional<Long> maxEpoch,
            Optional<Long> minTimestamp,
            Optional<Long> maxTimestamp,
            Digest chain,
            long nonce)
            implements Expiration {}

    /// As [ValidDuring], and only by some validators.
    ///
    /// @param during           the window
    /// @param allowedProposers the validators that may propose it
    record Validity(ValidDuring during, Optional<AllowedProposers> allowedProposers) implements Expiration {}

    /// Validators of one epoch.
    ///
    /// @param epoch     the epoch, unsigned
    /// @param proposers indexes of validators, at least one
    record AllowedProposers(long epoch, List<Long> proposers) {
        public AllowedProposers {
            proposers = List.copyOf(proposers);
            if (proposers.isEmpty()) {
                throw new IllegalArgumentException("expiration: allowed proposers must not be empty");
            }
        }
    }

    /// Reads an enum tag and what belongs to it.
    static Expiration read(BcsReader in) {
        return switch (in.tag(4)) {
            case 0 -> new None();
            case 1 -> new Epoch(in.u64());
            case 2 -> Expirations.readWindow(in);
            default -> new Validity(Expirations.readWindow(in), in.option(Expirations::readProposers));
        };
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        switch (this) {
            case None _ -> out.uleb(0);
            case Epoch epoch -> out.uleb(1).u64(epoch.epoch());
            case ValidDuring during -> Expirations.writeWindow(out.uleb(2), during);
            case Validity validity -> {
                Expirations.writeWindow(out.uleb(3), validity.during());
                out.option(validity.allowedProposers(), Expirations::writeProposers);
            }
        }
    }
}
