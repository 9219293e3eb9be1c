package dev.floe.format.committee;

import dev.floe.format.DataException;
import dev.floe.format.StorageShards;
import dev.floe.format.bls.MinPk;
import java.util.ArrayList;
import java.util.List;

/// The nodes of one epoch, in the order of contracts (by node id), with their keys and how many storage shards each
/// holds. Judges what they say together.
///
/// @param epoch the epoch it signs for
/// @param shards the number of storage shards of the network
/// @param members the nodes; their weights add up to the number of shards
public record StorageCommittee(long epoch, StorageShards shards, List<Member> members) {

    /// One node.
    ///
    /// @param key verifies what it signs; possession was proved when the node registered
    /// @param weight how many storage shards it holds, at least 1
    public record Member(MinPk.PublicKey key, int weight) {
        public Member {
            if (weight < 1) {
                throw new IllegalArgumentException("weight of a member: expected at least 1, got " + weight);
            }
        }
    }

    public StorageCommittee {
        members = List.copyOf(members);
        long total = members.stream().mapToLong(Member::weight).sum();
        if (total != shards.count()) {
            throw new IllegalArgumentException(
                    "weights of the members add up to " + total + ", expected " + shards.count());
        }
    }

    /// The storage shards that `signers` hold together.
    ///
    /// @throws DataException.Corrupt if an index is no member's or occurs twice
    public int weight(List<Integer> signers) {
        boolean[] counted = new boolean[members.size()];
        int weight = 0;
        for (int signer : signers) {
            if (signer < 0 || signer >= counted.length || counted[signer]) {
                throw new DataException.Corrupt("signer " + signer + " occurs twice or is none of the " + counted.length
                        + " members of epoch " + epoch);
            }
            counted[signer] = true;
            weight += members.get(signer).weight();
        }
        return weight;
    }

    /// The message that `certificate` proves, once all its signers signed it for this epoch.
    ///
    /// Says nothing about how many they are: compare [#weight] with [StorageShards#isQuorum] (blob certified,
    /// protocol version, deny list) or [StorageShards#includesHonest] (invalid blob).
    ///
    /// @throws DataException.Corrupt if a signer is no member, the epoch is another one, or the signature is wrong
    public StorageMessage verify(MinPk scheme, Certificate certificate) {
        weight(certificate.signers());
        StorageMessage message = StorageMessage.decode(certificate.message());
        if (message.epoch() != epoch) {
            throw new DataException.Corrupt(
                    "certificate: expected a message of epoch " + epoch + ", got one of epoch " + message.epoch());
        }
        List<MinPk.PublicKey> keys = new ArrayList<>();
        certificate.signers().forEach(signer -> keys.add(members.get(signer).key()));
        if (!scheme.verifyAggregate(keys, certificate.message(), scheme.signature(certificate.signature()))) {
            throw new DataException.Corrupt("certificate of epoch " + epoch + ": the signature is not that of its "
                    + certificate.signers().size() + " signers");
        }
        return message;
    }
}
