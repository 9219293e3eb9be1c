package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.format.DataException;
import dev.floe.format.Digest;

/// A complete transaction, ready to be signed. BCS: enum tag 0 (version 1), then the fields in order.
///
/// @param kind       what it does
/// @param sender     on whose behalf
/// @param gas        who pays
/// @param expiration until when it is valid
public record TransactionData(ProgrammableTransaction kind, Address sender, GasData gas, Expiration expiration) {

    /// Most bytes of a transaction on Sui (protocol setting `max_tx_size_bytes`).
    public static final int MAX_BYTES = 128 * 1024;

    /// Reads a transaction.
    public static TransactionData read(BcsReader in) {
        in.tag(1);
        return new TransactionData(
                ProgrammableTransaction.readKind(in), Address.read(in), GasData.read(in), Expiration.read(in));
    }

    /// Parses the BCS of exactly one transaction.
    ///
    /// @throws DataException.Corrupt if `bcs` is anything else or over [#MAX_BYTES]
    public static TransactionData parse(Bytes bcs) {
        if (bcs.size() > MAX_BYTES) {
            throw new DataException.Corrupt("transaction: " + bcs.size() + " bytes, limit " + MAX_BYTES);
        }
        BcsReader in = BcsReader.of("transaction", bcs);
        TransactionData transaction = read(in);
        in.end();
        return transaction;
    }

    /// Writes the transaction.
    public void write(BcsWriter out) {
        kind.writeKind(out.uleb(0));
        sender.write(out);
        gas.write(out);
        expiration.write(out);
    }

    /// The BCS bytes.
    public byte[] toBcs() {
        BcsWriter out = new BcsWriter();
        write(out);
        return out.toByteArray();
    }

    /// The digest that names the transaction on the ledger.
    public TransactionDigest digest() {
        return new TransactionDigest(Digests.typed("TransactionData", toBcs()));
    }

    /// The digest that its sender, and its sponsor, sign.
    public Digest signingDigest() {
        return Intent.TRANSACTION.signingDigest(toBcs());
    }
}
