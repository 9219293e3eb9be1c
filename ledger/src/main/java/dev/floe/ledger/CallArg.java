package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;

/// An input of a transaction. BCS: 0 a pure value, 1 an object, 2 money from an address balance.
public sealed interface CallArg permits CallArg.Pure, ObjectArg, CallArg.FundsWithdrawal {

    /// Most bytes of a pure input that are read; Sui's own limit is 16 KiB.
    int MAX_PURE = 1 << 17;

    /// BCS of a value; its type follows from its use.
    ///
    /// @param bytes the BCS of the value
    record Pure(Bytes bytes) implements CallArg {}

    /// Money from an address balance.
    ///
    /// @param maxAmount the most that is taken, unsigned
    /// @param coinType  the type of money
    /// @param from      whose balance
    record FundsWithdrawal(long maxAmount, TypeTag coinType, WithdrawFrom from) implements CallArg {}

    /// Whose address balance pays.
    sealed interface WithdrawFrom {
        /// The sender's.
        record Sender() implements WithdrawFrom {}

        /// The gas sponsor's.
        record Sponsor() implements WithdrawFrom {}

        /// Someone else's who allowed it.
        ///
        /// @param funder    who pays
        /// @param allowance the object that allows it
        record SenderAllowance(Address funder, Address allowance) implements WithdrawFrom {}
    }

    /// Reads an enum tag and what belongs to it.
    static CallArg read(BcsReader in) {
        return switch (in.tag(3)) {
            case 0 -> new Pure(Bytes.copyOf(in.bytes(MAX_PURE)));
            case 1 -> ObjectArg.readObject(in);
            default -> readWithdrawal(in);
        };
    }

    /// Writes the enum tag and what belongs to it.
    default void write(BcsWriter out) {
        switch (this) {
            case Pure pure -> out.uleb(0).bytes(pure.bytes());
            case ObjectArg object -> object.writeObject(out.uleb(1));
            case FundsWithdrawal funds -> {
                out.uleb(2).uleb(0).u64(funds.maxAmount()).uleb(0);
                funds.coinType().write(out);
                switch (funds.from()) {
                    case WithdrawFrom.Sender _ -> out.uleb(0);
                    case WithdrawFrom.Sponsor _ -> out.uleb(1);
                    case WithdrawFrom.SenderAllowance by -> {
                        by.funder().write(out.uleb(2));
                        by.allowance().write(out);
                    }
                }
            }
        }
    }

    private static FundsWithdrawal readWithdrawal(BcsReader in) {
        in.tag(1);
        long maxAmount = in.u64();
        in.tag(1);
        TypeTag coinType = TypeTag.read(in);
        WithdrawFrom from = switch (in.tag(3)) {
            case 0 -> new WithdrawFrom.Sender();
            case 1 -> new WithdrawFrom.Sponsor();
            default -> new WithdrawFrom.SenderAllowance(Address.read(in), Address.read(in));
        };
        return new FundsWithdrawal(maxAmount, coinType, from);
    }
}
