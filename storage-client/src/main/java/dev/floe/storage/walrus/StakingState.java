package dev.floe.storage.walrus;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the `Staking` object holds.
///
/// @param packageId the package whose functions are called
/// @param shardCount the number of storage shards
/// @param epochDuration how long an epoch lasts, the copying of shards not counted
/// @param firstEpochStart when epoch 1 may begin
/// @param epoch the current storage epoch
/// @param nextCommittee who holds what in the next epoch, once chosen
/// @param committee who holds what now, by rising node id
/// @param previousCommittee who held what in the epoch before
/// @param phase where in its life the epoch is
public record StakingState(
        Address packageId,
        int shardCount,
        Duration epochDuration,
        Instant firstEpochStart,
        long epoch,
        Optional<List<Holder>> nextCommittee,
        List<Holder> committee,
        List<Holder> previousCommittee,
        EpochPhase phase) {

    private static final int MAX_MEMBERS = 3000;
    private static final int MAX_SHARDS = 3000;

    public StakingState {
        nextCommittee = nextCommittee.map(List::copyOf);
        committee = List.copyOf(committee);
        previousCommittee = List.copyOf(previousCommittee);
    }

    /// A node and its storage shards.
    ///
    /// @param nodeId the node's pool
    /// @param shards in the order of the contract
    public record Holder(Address nodeId, List<Integer> shards) {
        public Holder {
            shards = List.copyOf(shards);
        }
    }

    static StakingState read(Address packageId, BcsReader in) {
        int shards = in.u16();
        Duration duration = Duration.ofMillis(in.u64());
        Instant firstEpoch = instant(in);
        Address.read(in); // the table of pools: its id and size
        in.u64();
        long epoch = in.u32();
        Address.read(in); // active set
        Optional<List<Holder>> next = in.option(StakingState::holders);
        List<Holder> committee = holders(in);
        List<Holder> previous = holders(in);
        in.option(from -> List.of(from.u64(), from.u64(), from.u64()));
        EpochPhase phase = switch (in.tag(3)) {
            case 0 -> new EpochPhase.Syncing(in.u16());
            case 1 -> new EpochPhase.Running(instant(in));
            default -> new EpochPhase.NextChosen(instant(in));
        };
        return new StakingState(packageId, shards, duration, firstEpoch, epoch, next, committee, previous, phase);
    }

    private static List<Holder> holders(BcsReader in) {
        return in.vector(MAX_MEMBERS, from -> new Holder(Address.read(from), from.vector(MAX_SHARDS, BcsReader::u16)));
    }

    private static Instant instant(BcsReader in) {
        long millis = in.u64();
        if (millis < 0) {
            throw in.corrupt("time " + Long.toUnsignedString(millis) + " is past every calendar");
        }
        return Instant.ofEpochMilli(millis);
    }
}
