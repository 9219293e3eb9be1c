package dev.floe.access.market;

import dev.floe.format.Bytes;
import dev.floe.ledger.Argument;
import dev.floe.ledger.Ledger;
import dev.floe.ledger.ProgrammableTransaction;
import dev.floe.ledger.Pure;
import dev.floe.ledger.Transaction;
import java.util.List;

/// The transactions that key servers simulate: one `seal_approve*` call per key.
public final class Approvals {

    /// Most keys that one request may name.
    public static final int MAX_KEYS = 100;

    private Approvals() {}

    /// The transaction for some keys of policies of this package, all with the same evidence.
    ///
    /// @param keys 1 to [#MAX_KEYS]
    /// @throws dev.floe.format.DataException.NotFound if a policy or the lease does not exist
    public static ProgrammableTransaction of(Ledger ledger, FloePackage at, List<KeyId> keys, Evidence evidence) {
        if (keys.isEmpty() || keys.size() > MAX_KEYS) {
            throw new IllegalArgumentException("approval: expected 1 to " + MAX_KEYS + " keys, got " + keys.size());
        }
        Transaction tx = new Transaction();
        for (KeyId key : keys) {
            add(tx, at, key, evidence);
        }
        return tx.resolve(ledger);
    }

    private static void add(Transaction tx, FloePackage at, KeyId key, Evidence evidence) {
        // The first argument of each call must be the inner id, as a plain input.
        Argument id = tx.bytes(key.toBytes());
        Argument release = tx.object(at.release());
        Argument policy = tx.object(key.policy());
        if (evidence.lease().isPresent()) {
            Argument lease = tx.object(evidence.lease().get());
            if (evidence.proofs().isEmpty()) {
                tx.call(at.target("access::seal_approve_lease"), List.of(), id, release, policy, lease, tx.clock());
            } else {
                Argument proofs = tx.pure(
                        Pure.vector(evidence.proofs().stream().map(Pure::bytes).toList()));
                tx.call(
                        at.target("access::seal_approve_all"),
                        List.of(),
                        id,
                        release,
                        policy,
                        lease,
                        proofs,
                        tx.clock());
            }
        } else if (evidence.proofs().isEmpty()) {
            tx.call(at.target("access::seal_approve"), List.of(), id, release, policy, tx.clock());
        } else {
            tx.call(
                    at.target("access::seal_approve_proof"),
                    List.of(),
                    id,
                    release,
                    policy,
                    tx.bytes(onlyProof(evidence.proofs())),
                    tx.clock());
        }
    }

    private static Bytes onlyProof(List<Bytes> proofs) {
        if (proofs.size() > 1) {
            throw new IllegalArgumentException("approval: several proofs are only possible together with a lease, got "
                    + proofs.size() + " proofs");
        }
        return proofs.getFirst();
    }
}
