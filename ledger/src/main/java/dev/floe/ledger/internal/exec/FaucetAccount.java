package dev.floe.ledger.internal.exec;

import dev.floe.format.BcsWriter;
import dev.floe.format.DataException;
import dev.floe.host.DurableFile;
import dev.floe.host.Entropy;
import dev.floe.host.FileStore;
import dev.floe.ledger.Address;
import dev.floe.ledger.Argument;
import dev.floe.ledger.CallArg;
import dev.floe.ledger.Coin;
import dev.floe.ledger.Command;
import dev.floe.ledger.Expiration;
import dev.floe.ledger.GasData;
import dev.floe.ledger.Keypair;
import dev.floe.ledger.LedgerTransaction;
import dev.floe.ledger.LocalLedger;
import dev.floe.ledger.PageRequest;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.SignatureScheme;
import dev.floe.ledger.StructTag;
import dev.floe.ledger.TransactionData;
import dev.floe.ledger.internal.store.LedgerKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/// The account that holds the ledger's SUI, and gives some away by ordinary transactions.
public final class FaucetAccount implements AutoCloseable {

    private static final String FILE = "faucet.key";
    private static final long BUDGET = 20_000_000;

    private final Keypair key;
    /// One gift after the other: each uses the coin that the one before left.
    private final ReentrantLock giving = new ReentrantLock();

    private FaucetAccount(Keypair key) {
        this.key = key;
    }

    /// A new account, stored in the ledger's directory.
    public static FaucetAccount create(FileStore files, Entropy entropy) {
        byte[] secret = entropy.bytes(Keypair.SECRET_BYTES);
        try {
            DurableFile.writePrivate(files, FILE, ByteBuffer.wrap(secret));
            return new FaucetAccount(Keypair.ofSecret(SignatureScheme.ED25519, secret));
        } catch (IOException e) {
            throw new DataException.Unavailable("file '" + FILE + "' cannot be written", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// The account of a ledger that exists.
    ///
    /// @throws DataException.Denied if others may read its file
    public static FaucetAccount open(FileStore files) throws IOException {
        byte[] secret = LedgerKey.readSecret(files, FILE, Keypair.SECRET_BYTES);
        try {
            return new FaucetAccount(Keypair.ofSecret(SignatureScheme.ED25519, secret));
        } catch (IllegalArgumentException e) {
            throw new DataException.Corrupt("file '" + FILE + "': not a key; restore it from a copy", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /// Its address.
    public Address address() {
        return key.address();
    }

    /// Sends one new coin.
    ///
    /// @throws DataException.Unavailable if the faucet is empty
    public LedgerTransaction give(LocalLedger ledger, Address recipient, long amount) {
        if (amount < 1) {
            throw new IllegalArgumentException("faucet: expected a positive amount, got " + amount);
        }
        giving.lock();
        try {
            Coin coin = ledger.coins(address(), StructTag.SUI, PageRequest.first(PageRequest.MAX_SIZE)).items().stream()
                    .max(Comparator.comparingLong(Coin::balance))
                    .filter(largest -> largest.balance() - BUDGET >= amount)
                    .orElseThrow(() -> new DataException.Unavailable("faucet: no coin of " + amount + " MIST is left"));
            ProgrammableTransaction kind = new ProgrammableTransaction(
                    List.of(
                            new CallArg.Pure(new BcsWriter().u64(amount).toBytes()),
                            new CallArg.Pure(recipient.bytes())),
                    List.of(
                            new Command.SplitCoins(new Argument.GasCoin(), List.of(new Argument.Input(0))),
                            new Command.TransferObjects(List.of(new Argument.Result(0)), new Argument.Input(1))));
            GasData gas = new GasData(List.of(coin.ref()), address(), GasSchedule.REFERENCE_PRICE, BUDGET);
            return ledger.submit(key.sign(new TransactionData(kind, address(), gas, new Expiration.None())));
        } finally {
            giving.unlock();
        }
    }

    @Override
    public void close() {
        key.close();
    }
}
