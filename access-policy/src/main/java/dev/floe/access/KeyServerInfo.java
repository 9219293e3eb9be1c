package dev.floe.access;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.Curve;
import dev.floe.format.bls.G2;
import dev.floe.ledger.Address;
import dev.floe.ledger.DynamicField;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ObjectIds;
import dev.floe.ledger.SuiObject;
import dev.floe.ledger.TypeTag;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A key server as the chain knows it.
///
/// @param id its object
/// @param name chosen by its operator
/// @param publicKey its public key; user keys are checked against it
/// @param type one machine or a committee
public record KeyServerInfo(Address id, String name, G2 publicKey, Type type) {

    private static final int NEWEST = 2;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_MEMBERS = 1000;
    private static final TypeTag U64 = TypeTag.parse("u64");

    /// What stands behind a key server.
    public sealed interface Type {}

    /// One operator.
    ///
    /// @param url where it answers
    public record Independent(String url) implements Type {}

    /// Several operators, of whom a threshold must answer; an aggregator combines their answers, so to a client a
    /// committee is one key server whose address comes from configuration.
    ///
    /// @param version how often it was renewed
    /// @param threshold how many members must answer
    /// @param members its members
    public record Committee(long version, int threshold, List<Member> members) implements Type {
        public Committee {
            members = List.copyOf(members);
        }
    }

    /// A member of a committee.
    ///
    /// @param name its name
    /// @param url where it answers
    /// @param partialPublicKey of its share
    /// @param partyId its position, from 0
    public record Member(String name, String url, G2 partialPublicKey, int partyId) {}

    /// The versions of a key server's description that exist.
    ///
    /// @param id the object
    /// @param first oldest version
    /// @param last newest version
    public record Versions(Address id, long first, long last) {

        /// Parses the contents of a `KeyServer` object.
        ///
        /// @throws DataException.Corrupt if `contents` is anything else
        public static Versions parse(Bytes contents) {
            BcsReader in = BcsReader.of("key server object", contents);
            Versions versions = new Versions(Address.read(in), in.u64(), in.u64());
            in.end();
            return versions;
        }

        /// The newest version that is known here.
        int newestKnown() {
            for (int version = NEWEST; version >= 1; version--) {
                if (Long.compareUnsigned(first, version) <= 0 && Long.compareUnsigned(version, last) <= 0) {
                    return version;
                }
            }
            throw new DataException.Corrupt("key server " + id + ": has versions " + Long.toUnsignedString(first)
                    + " to " + Long.toUnsignedString(last) + ", only 1 and 2 are known here; update this program");
        }
    }

    /// Where it answers, unless it is a committee.
    public Optional<String> url() {
        return type instanceof Independent one ? Optional.of(one.url()) : Optional.empty();
    }

    /// Reads a key server from the chain.
    ///
    /// @throws DataException.NotFound if there is no such object
    /// @throws DataException.Corrupt if it is no key server
    public static KeyServerInfo read(Curve curve, Ledger ledger, Address id) {
        SuiObject object = ledger.object(id);
        if (!object.move().type().module().equals("key_server")
                || !object.move().type().name().equals("KeyServer")) {
            throw new DataException.Corrupt(
                    "object " + id + " is a " + object.move().type() + ", expected a key server");
        }
        int version = Versions.parse(object.move().contents()).newestKnown();
        byte[] key = new BcsWriter().u64(version).toByteArray();
        SuiObject field = ledger.object(ObjectIds.dynamicField(id, U64, key));
        return parse(curve, id, version, DynamicField.valueOf(field, key.length));
    }

    /// Parses a description.
    ///
    /// @param version of the description, 1 or 2
    /// @throws DataException.Corrupt if `value` is anything else
    public static KeyServerInfo parse(Curve curve, Address id, int version, Bytes value) {
        BcsReader in = BcsReader.of("key server " + id, value);
        String name = in.string(MAX_TEXT);
        String firstUrl = version == 1 ? in.string(MAX_TEXT) : "";
        int keyType = in.u8();
        if (keyType != 0) {
            throw in.corrupt("key type must be 0, got " + keyType);
        }
        G2 publicKey = publicKey(curve, in);
        Type type = version == 1 ? new Independent(firstUrl) : readType(curve, in);
        in.end();
        return new KeyServerInfo(id, name, publicKey, type);
    }

    private static Type readType(Curve curve, BcsReader in) {
        if (in.tag(2) == 0) {
            return new Independent(in.string(MAX_TEXT));
        }
        long version = in.u32();
        int threshold = in.u16();
        List<Member> members = new ArrayList<>();
        for (int i = in.count(MAX_MEMBERS, 2 + G2.COMPRESSED_BYTES); i > 0; i--) {
            members.add(new Member(in.string(MAX_TEXT), in.string(MAX_TEXT), publicKey(curve, in), in.u16()));
        }
        return new Committee(version, threshold, members);
    }

    private static G2 publicKey(Curve curve, BcsReader in) {
        Bytes bytes = in.byteString(G2.COMPRESSED_BYTES);
        if (bytes.size() != G2.COMPRESSED_BYTES) {
            throw in.corrupt("a public key has 96 bytes, got " + bytes.size());
        }
        G2 key = curve.g2(bytes);
        if (key.isIdentity()) {
            throw in.corrupt("the public key is the point at infinity");
        }
        return key;
    }
}
