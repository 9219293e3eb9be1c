package dev.floe.storage.staking;

import dev.floe.format.BcsReader;
import dev.floe.ledger.Address;
import dev.floe.ledger.MoveObject;
import java.util.OptionalLong;

/// WAL that is staked with a node: the object `staked_wal::StakedWal`.
///
/// BCS: id, state (`00` staked, `01` ‖ u32 withdrawing), node id, u64 principal, u32 activation epoch.
///
/// @param id              the object
/// @param nodeId          with whom
/// @param principal       FROST that were staked
/// @param activationEpoch from when on they count
/// @param withdrawEpoch   when they can be taken out, if that was asked for
public record StakedWal(Address id, Address nodeId, long principal, long activationEpoch, OptionalLong withdrawEpoch) {

    /// Reads the object.
    ///
    /// @throws dev.floe.format.DataException.Corrupt if its content is no `StakedWal`
    public static StakedWal of(MoveObject object) {
        BcsReader in = BcsReader.of("StakedWal", object.contents());
        Address id = Address.read(in);
        OptionalLong withdraw = in.tag(2) == 1 ? OptionalLong.of(in.u32()) : OptionalLong.empty();
        Address node = Address.read(in);
        long principal = in.u64();
        long activation = in.u32();
        in.end();
        return new StakedWal(id, node, principal, activation, withdraw);
    }
}
