package dev.floe.access;

import dev.floe.access.EncryptedObject.Service;
import dev.floe.access.internal.Hashes;
import dev.floe.access.internal.Kdf;
import dev.floe.access.internal.Shamir;
import dev.floe.access.internal.Shamir.Share;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.bls.G1;
import dev.floe.format.bls.G2;
import dev.floe.format.bls.Gt;
import dev.floe.format.bls.Scalar;
import dev.floe.ledger.Address;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// One attempt to open one object: the checks of `docs/reference/seal.md` §1.7 in their order.
final class Opening {

    private final Ibe ibe;
    private final EncryptedObject object;
    private final Map<Address, G2> publicKeys;
    private final G1 point;
    private final G2 nonce;

    Opening(Ibe ibe, EncryptedObject object, Map<Address, G2> publicKeys) {
        this.ibe = ibe;
        this.object = object;
        this.publicKeys = Map.copyOf(publicKeys);
        for (Service service : object.services()) {
            if (!publicKeys.containsKey(service.keyServer())) {
                throw new IllegalArgumentException("no public key of key server " + service.keyServer()
                        + " given; all that the object names are needed to check its shares");
            }
        }
        this.point = ibe.point(object.identity().fullId());
        this.nonce = ibe.curve().g2(object.shares().nonce());
        if (nonce.isIdentity()) {
            throw new DataException.Corrupt("encrypted object: the nonce is the point at infinity");
        }
    }

    /// The base key that the shares of `userKeys` give.
    Bytes baseKey(Map<Address, G1> userKeys) {
        List<Share> shares = new ArrayList<>();
        Map<Address, Gt> shared = new HashMap<>();
        for (int i = 0; i < object.services().size(); i++) {
            Address keyServer = object.services().get(i).keyServer();
            G1 userKey = userKeys.get(keyServer);
            if (userKey == null) {
                continue;
            }
            if (!shared.containsKey(keyServer)) {
                checkUserKey(keyServer, userKey);
                shared.put(keyServer, ibe.sharedAsReader(userKey, nonce));
            }
            shares.add(unmask(i, shared.get(keyServer)));
        }
        if (shares.size() < object.threshold()) {
            throw new DataException.Denied("encrypted object " + object.identity() + ": user keys give " + shares.size()
                    + " shares, " + object.threshold() + " are needed; fetch keys from more of its key servers");
        }
        return Shamir.combine(shares);
    }

    /// Recovers the encryptor's randomness and with it every share, whoever holds the user keys.
    void checkRandomness(Bytes baseKey, boolean allowLittleEndian) {
        Bytes masked = object.shares().maskedRandomness();
        Bytes bytes = Hashes.xor(masked, derived(Kdf.Purpose.RANDOMNESS, baseKey));
        Scalar randomness;
        if (allowLittleEndian && isRandomness(reversed(bytes))) {
            randomness = Scalar.parse(reversed(bytes));
        } else if (isRandomness(bytes)) {
            randomness = Scalar.parse(bytes);
        } else {
            throw new DataException.Corrupt("encrypted object " + object.identity()
                    + ": the randomness does not fit the nonce; object or user keys are not what they claim to be");
        }
        List<Share> all = new ArrayList<>();
        Map<Address, Gt> shared = new HashMap<>();
        for (int i = 0; i < object.services().size(); i++) {
            Gt element = shared.computeIfAbsent(
                    object.services().get(i).keyServer(),
                    keyServer -> ibe.sharedAsEncryptor(point, randomness, publicKey(keyServer)));
            all.add(unmask(i, element));
        }
        if (!Shamir.isConsistent(all, object.threshold())
                || !MessageDigest.isEqual(Shamir.combine(all).toByteArray(), baseKey.toByteArray())) {
            throw new DataException.Corrupt("encrypted object " + object.identity()
                    + ": its shares are inconsistent, different key servers would open different messages");
        }
    }

    Bytes derived(Kdf.Purpose purpose, Bytes baseKey) {
        List<Address> ids = object.services().stream().map(Service::keyServer).toList();
        return Kdf.derived(purpose, baseKey, object.threshold(), object.shares().masked(), ids);
    }

    private G2 publicKey(Address keyServer) {
        return Objects.requireNonNull(publicKeys.get(keyServer));
    }

    private void checkUserKey(Address keyServer, G1 userKey) {
        if (!ibe.isUserKey(userKey, object.identity().fullId(), publicKey(keyServer))) {
            throw new DataException.Corrupt("user key of key server " + keyServer + " is not a key of identity "
                    + object.identity() + "; leave that server out and ask another");
        }
    }

    private Share unmask(int i, Gt element) {
        Service service = object.services().get(i);
        Bytes mask = Kdf.shareMask(element, object.shares().nonce(), point, service.keyServer(), service.shareIndex());
        return new Share(
                service.shareIndex(), Hashes.xor(object.shares().masked().get(i), mask));
    }

    private boolean isRandomness(Bytes bigEndian) {
        try {
            return ibe.curve().g2Generator().times(Scalar.parse(bigEndian)).equals(nonce);
        } catch (DataException.Corrupt notAScalar) {
            return false;
        }
    }

    private static Bytes reversed(Bytes bytes) {
        byte[] reversed = new byte[bytes.size()];
        for (int i = 0; i < reversed.length; i++) {
            reversed[i] = bytes.get(reversed.length - 1 - i);
        }
        return Bytes.copyOf(reversed);
    }
}
