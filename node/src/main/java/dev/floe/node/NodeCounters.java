package dev.floe.node;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/// What a node counts. Safe for concurrent use.
public final class NodeCounters {

    /// What is counted; the lower-case name is the metric's.
    public enum Name {
        /// Bytes of slivers that clients sent and that were right.
        BYTES_RECEIVED("Bytes of slivers received and verified"),
        /// Bytes of slivers sent.
        BYTES_SERVED("Bytes of slivers sent"),
        /// Signed confirmations.
        CONFIRMATIONS("Confirmations signed"),
        /// Proofs of inconsistency that held.
        INCONSISTENCIES("Inconsistency proofs attested"),
        /// Metadata and slivers deleted because nobody pays for them.
        PIECES_COLLECTED("Pieces deleted by garbage collection"),
        /// Slivers rebuilt from symbols of other nodes.
        SLIVERS_HEALED("Slivers healed"),
        /// Bytes of symbols, proofs and metadata received for healing.
        HEAL_BYTES("Bytes received for healing"),
        /// What healing should have cost.
        HEAL_THEORY_BYTES("Bytes healing takes in theory"),
        /// Answers of peers that did not prove themselves.
        BAD_PEER_ANSWERS("Answers of peers that did not verify"),
        /// Slivers re-verified against their blob's metadata.
        PIECES_SCRUBBED("Pieces scrubbed"),
        /// Bytes re-verified.
        SCRUB_BYTES("Bytes scrubbed"),
        /// Pieces the scrubber found damaged or missing.
        SCRUB_FINDINGS("Pieces found damaged or missing by scrubbing"),
        /// Slivers taken over from their previous owners.
        SLIVERS_SYNCED("Slivers received from previous owners"),
        /// Requests answered.
        REQUESTS("HTTP requests"),
        /// Requests refused because of load.
        REQUESTS_REFUSED("HTTP requests refused for load"),
        /// Requests that failed inside the node.
        REQUESTS_FAILED("HTTP requests that failed in the node");

        private final String help;

        Name(String help) {
            this.help = help;
        }

        /// One line for people.
        public String help() {
            return help;
        }
    }

    private final Map<Name, LongAdder> values = new EnumMap<>(Name.class);

    /// All at zero.
    public NodeCounters() {
        for (Name name : Name.values()) {
            values.put(name, new LongAdder());
        }
    }

    /// Counts `amount` more.
    @SuppressWarnings("NullAway") // every name is there
    public void add(Name name, long amount) {
        values.get(name).add(amount);
    }

    /// The sum so far.
    @SuppressWarnings("NullAway") // every name is there
    public long get(Name name) {
        return values.get(name).sum();
    }
}
