package dev.floe.access.server;

import dev.floe.access.Identity;
import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.ledger.Address;
import java.time.Instant;
import java.util.List;

/// That a key server released keys: who got them, for which ids, by which policy, as of which checkpoint. No
/// secret.
///
/// BCS, in this order:
///
/// | field | bytes |
/// |---|---|
/// | version | u8 = 1 |
/// | index | u64 |
/// | previous | 32, [ReleaseTree#leaf] of the entry before, zero for the first |
/// | time | u64, milliseconds |
/// | user | 32 |
/// | key server | 32, its on-chain object |
/// | called package | 32, the version whose code decided |
/// | first package | 32, the one in the full ids |
/// | inner ids | uleb n, then n times (uleb length, bytes) |
/// | checkpoint | u64 |
/// | request | 32, SHA-256 of what the session key signed |
///
/// @param index from 0, without gaps
/// @param previous hash of the entry before
/// @param time when, by the server's clock
/// @param user whose access was used
/// @param keyServer which of its keys
/// @param calledPackage whose code decided
/// @param firstPackage its first version
/// @param innerIds which keys, in the order of the calls
/// @param checkpoint the ledger was seen at least up to this checkpoint
/// @param request digest of the signed request
public record Release(
        long index,
        Digest previous,
        Instant time,
        Address user,
        Address keyServer,
        Address calledPackage,
        Address firstPackage,
        List<Bytes> innerIds,
        long checkpoint,
        Digest request) {

    /// Most bytes of one.
    static final int MAX_BYTES = 256 << 10;

    private static final int VERSION = 1;
    private static final int MAX_IDS = 100;

    public Release {
        innerIds = List.copyOf(innerIds);
    }

    /// Parses the BCS form.
    ///
    /// @throws DataException.Corrupt if `encoded` is anything else
    public static Release parse(Bytes encoded) {
        BcsReader in = BcsReader.of("release", encoded);
        int version = in.u8();
        if (version != VERSION) {
            throw in.corrupt("version must be " + VERSION + ", got " + version);
        }
        Release release = new Release(
                in.u64(),
                in.digest(),
                time(in),
                Address.read(in),
                Address.read(in),
                Address.read(in),
                Address.read(in),
                in.vector(MAX_IDS, each -> each.byteString(Identity.MAX_INNER_BYTES)),
                in.u64(),
                in.digest());
        in.end();
        return release;
    }

    /// The BCS form.
    public Bytes toBytes() {
        BcsWriter out =
                new BcsWriter().u8(VERSION).u64(index).fixed(previous.bytes()).u64(time.toEpochMilli());
        user.write(out);
        keyServer.write(out);
        calledPackage.write(out);
        firstPackage.write(out);
        return out.vector(innerIds, BcsWriter::bytes)
                .u64(checkpoint)
                .fixed(request.bytes())
                .toBytes();
    }

    private static Instant time(BcsReader in) {
        long millis = in.u64();
        if (millis < 0) {
            throw in.corrupt("a time beyond the calendar");
        }
        return Instant.ofEpochMilli(millis);
    }
}
