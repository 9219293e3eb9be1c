package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import java.util.List;

/// BCS of the parts of an expiration.
final class Expirations {

    private static final int MAX_PROPOSERS = 4096;

    private Expirations() {}

    static Expiration.ValidDuring readWindow(BcsReader in) {
        return new Expiration.ValidDuring(
                in.option(BcsReader::u64),
                in.option(BcsReader::u64),
                in.option(BcsReader::u64),
                in.option(BcsReader::u64),
                Digests.read(in),
                in.u32());
    }

    static void writeWindow(BcsWriter out, Expiration.ValidDuring window) {
        out.option(window.minEpoch(), BcsWriter::u64)
                .option(window.maxEpoch(), BcsWriter::u64)
                .option(window.minTimestamp(), BcsWriter::u64)
                .option(window.maxTimestamp(), BcsWriter::u64);
        Digests.write(out, window.chain());
        out.u32(window.nonce());
    }

    static Expiration.AllowedProposers readProposers(BcsReader in) {
        long epoch = in.u64();
        List<Long> proposers = in.vector(MAX_PROPOSERS, BcsReader::u32);
        if (proposers.isEmpty()) {
            throw in.corrupt("allowed proposers are empty");
        }
        return new Expiration.AllowedProposers(epoch, proposers);
    }

    static void writeProposers(BcsWriter out, Expiration.AllowedProposers allowed) {
        out.u64(allowed.epoch()).vector(allowed.proposers(), BcsWriter::u32);
    }
}
