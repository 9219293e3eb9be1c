package dev.floe.cli.network;

import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;
import dev.floe.format.bls.MinPk;
import dev.floe.format.bls.SecretKey;
import dev.floe.format.committee.SignedMessage;
import dev.floe.format.committee.StorageMessage;
import dev.floe.host.Entropy;
import dev.floe.host.PrivateFiles;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.Keystore;
import dev.floe.ledger.SignatureScheme;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/// The secrets of a storage node, in a folder that only its owner may read.
///
/// @param wallet  ed25519; owns the node's capability and pays for its transactions
/// @param network secp256r1; the node's TLS key
/// @param bls     signs confirmations
record NodeSecrets(Keypair wallet, Keypair network, SecretKey bls) implements AutoCloseable {

    private static final String WALLET = "wallet";
    private static final String BLS_FILE = "bls.secret";
    private static final int BLS_BYTES = 32;

    /// Opens the keys in a folder, making new ones when there are none.
    static NodeSecrets openOrCreate(Path folder, Entropy entropy) throws IOException {
        PrivateFiles files = PrivateFiles.open(folder);
        Keystore keystore = new Keystore(files);
        return new NodeSecrets(
                keypair(keystore, WALLET, SignatureScheme.ED25519, entropy),
                keypair(keystore, "network", SignatureScheme.SECP256R1, entropy),
                bls(files, entropy));
    }

    /// Opens only the wallet of the secrets in a folder; the caller closes it.
    static Keypair wallet(Path folder) throws IOException {
        return new Keystore(PrivateFiles.open(folder)).open(WALLET);
    }

    MinPk.PublicKey blsPublicKey() {
        return MinPk.walrus().publicKey(bls);
    }

    /// Proves that who registers the node from its wallet has the BLS secret.
    Bytes proofOfPossession(long epoch) {
        Digest sender = new Digest(wallet.address().bytes());
        StorageMessage message = new StorageMessage.ProofOfPossession(
                epoch, sender, blsPublicKey().toBytes());
        return SignedMessage.sign(MinPk.walrus(), bls, message).signature();
    }

    @Override
    public void close() {
        wallet.close();
        network.close();
        bls.close();
    }

    private static Keypair keypair(Keystore keystore, String name, SignatureScheme scheme, Entropy entropy)
            throws IOException {
        if (!keystore.names().contains(name)) {
            try (Keypair made = Keypair.generate(scheme, entropy)) {
                keystore.add(name, made);
            }
        }
        return keystore.open(name);
    }

    private static SecretKey bls(PrivateFiles files, Entropy entropy) throws IOException {
        byte[] secret;
        try {
            secret = files.read(BLS_FILE, BLS_BYTES);
        } catch (NoSuchFileException e) {
            try (SecretKey made = SecretKey.generate(Bytes.copyOf(entropy.bytes(BLS_BYTES)))) {
                byte[] exposed = made.exposeSecretBytes();
                files.create(BLS_FILE, exposed);
                Arrays.fill(exposed, (byte) 0);
            }
            secret = files.read(BLS_FILE, BLS_BYTES);
        }
        try {
            return SecretKey.parse(Bytes.copyOf(secret));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt(BLS_FILE + ": it does not hold a BLS secret key", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }
}
