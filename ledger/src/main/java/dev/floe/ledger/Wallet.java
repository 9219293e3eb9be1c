package dev.floe.ledger;

import dev.floe.format.DataException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/// A key with a ledger: builds, pays, signs and executes transactions. Safe for concurrent use; its transactions
/// run one after another, because they pay from the same coins. Owns neither key nor ledger.
public final class Wallet {

    /// How often a transaction is built anew when an object has changed meanwhile.
    private static final int ATTEMPTS = 4;

    private static final Duration OUTCOME_WAIT = Duration.ofSeconds(20);

    private final Ledger ledger;
    private final Keypair key;
    /// Guards the coins of this address: between choosing them and having spent them.
    private final ReentrantLock spending = new ReentrantLock();

    /// The wallet of `key` on `ledger`.
    public Wallet(Ledger ledger, Keypair key) {
        this.ledger = ledger;
        this.key = key;
    }

    /// The address that owns, sends and pays.
    public Address address() {
        return key.address();
    }

    /// The ledger it is on.
    public Ledger ledger() {
        return ledger;
    }

    /// Simulates a transaction as this sender, all checks on.
    public Simulation simulate(Transaction transaction) {
        long price = ledger.info().referenceGasPrice();
        GasData gas = new GasData(java.util.List.of(), address(), price, GasPlan.MAX_BUDGET);
        return ledger.simulate(
                new TransactionData(transaction.resolve(ledger), address(), gas, new Expiration.None()),
                Ledger.Checks.FULL);
    }

    /// Executes a transaction, paying what a simulation says.
    ///
    /// @throws TransactionFailedException if its simulation or execution fails
    /// @throws IllegalStateException if coins do not suffice, or its objects kept changing
    /// @throws DataException.Unavailable if the ledger cannot be reached or the outcome is unknown; then the
    ///     message names the digest to ask by
    public ExecutedTransaction execute(Transaction transaction) {
        return execute(transaction, OptionalLong.empty());
    }

    /// Executes a transaction, paying at most `budget` MIST.
    ///
    /// @throws IllegalStateException as [#execute(Transaction)]
    public ExecutedTransaction execute(Transaction transaction, OptionalLong budget) {
        spending.lock();
        try {
            for (int attempt = 1; ; attempt++) {
                try {
                    TransactionData data =
                            GasPlan.plan(ledger, transaction.resolve(ledger), address(), address(), budget);
                    return submit(key.sign(data)).requireSuccess();
                } catch (TransactionFailedException e) {
                    throw e;
                } catch (IllegalStateException e) {
                    // An object has another version by now: nothing was executed, so building anew is safe.
                    if (attempt == ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } finally {
            spending.unlock();
        }
    }

    /// Executes a signed transaction and, when the reply is lost, asks for the outcome before giving up.
    private ExecutedTransaction submit(SignedTransaction signed) {
        try {
            return ledger.execute(signed);
        } catch (DataException.Unavailable lost) {
            TransactionDigest digest = signed.data().digest();
            try {
                return ledger.await(digest, OUTCOME_WAIT);
            } catch (DataException.Unavailable | DataException.NotFound unknown) {
                DataException.Unavailable failure = DataException.Unavailable.outcomeUnknown(
                        "transaction " + digest + ": its outcome is unknown", digest.toString(), lost);
                failure.addSuppressed(unknown);
                throw failure;
            }
        }
    }
}
