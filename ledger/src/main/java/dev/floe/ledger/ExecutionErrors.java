package dev.floe.ledger;

import dev.floe.format.BcsReader;
import dev.floe.format.BcsWriter;
import dev.floe.format.Bytes;
import dev.floe.ledger.ExecutionError.MoveLocation;
import dev.floe.ledger.ExecutionError.PackageUpgradeError;
import dev.floe.ledger.ExecutionError.TypeArgumentError;

/// BCS of execution errors.
final class ExecutionErrors {

    private static final int VARIANTS = 42;
    private static final int MAX_TEXT = 16 * 1024;
    private static final int MAX_OBJECTS = 1 << 16;

    private ExecutionErrors() {}

    static ExecutionError read(BcsReader in) {
        int tag = in.tag(VARIANTS);
        return switch (tag) {
            case 4 -> readSize(in, ExecutionError.Sized.MOVE_OBJECT);
            case 5 -> readSize(in, ExecutionError.Sized.MOVE_PACKAGE);
            case 24 -> readSize(in, ExecutionError.Sized.EFFECTS);
            case 28 -> readSize(in, ExecutionError.Sized.WRITTEN_OBJECTS);
            case 37 -> readSize(in, ExecutionError.Sized.MOVE_VECTOR_ELEMENT);
            case 38 -> readSize(in, ExecutionError.Sized.MOVE_RAW_VALUE);
            case 6 -> new ExecutionError.CircularObjectOwnership(Address.read(in));
            case 11 -> new ExecutionError.MovePrimitiveRuntimeError(in.option(ExecutionErrors::readLocation));
            case 12 -> new ExecutionError.MoveAbort(readLocation(in), in.u64());
            case 19 -> new ExecutionError.InvalidArgument(in.u16(), CommandArgumentError.read(in));
            case 20 ->
                new ExecutionError.InvalidTypeArgument(
                        in.u16(),
                        in.tag(2) == 0 ? TypeArgumentError.TYPE_NOT_FOUND : TypeArgumentError.CONSTRAINT_NOT_SATISFIED);
            case 21 -> new ExecutionError.UnusedValueWithoutDrop(in.u16(), in.u16());
            case 22 -> new ExecutionError.InvalidPublicFunctionReturnType(in.u16());
            case 27 -> new ExecutionError.PackageUpgrade(readUpgrade(in));
            case 33 -> new ExecutionError.Congestion(in.vector(MAX_OBJECTS, Address::read));
            case 34 -> new ExecutionError.AddressDeniedForCoin(Address.read(in), in.string(MAX_TEXT));
            case 35 -> new ExecutionError.CoinTypeGlobalPause(in.string(MAX_TEXT));
            case 41 -> new ExecutionError.NonExclusiveWriteInputModified(Address.read(in));
            default -> plain(tag);
        };
    }

    static void write(BcsWriter out, ExecutionError error) {
        out.uleb(error.tag());
        switch (error) {
            case ExecutionError.Plain _ -> {}
            case ExecutionError.TooLarge large -> out.u64(large.size()).u64(large.max());
            case ExecutionError.CircularObjectOwnership circular ->
                circular.object().write(out);
            case ExecutionError.MovePrimitiveRuntimeError runtime ->
                out.option(runtime.location(), ExecutionErrors::writeLocation);
            case ExecutionError.MoveAbort abort -> {
                writeLocation(out, abort.location());
                out.u64(abort.code());
            }
            case ExecutionError.InvalidArgument argument -> argument.error().write(out.u16(argument.argument()));
            case ExecutionError.InvalidTypeArgument argument ->
                out.u16(argument.argument()).uleb(argument.error() == TypeArgumentError.TYPE_NOT_FOUND ? 0 : 1);
            case ExecutionError.UnusedValueWithoutDrop unused ->
                out.u16(unused.command()).u16(unused.result());
            case ExecutionError.InvalidPublicFunctionReturnType type -> out.u16(type.result());
            case ExecutionError.PackageUpgrade upgrade -> writeUpgrade(out, upgrade.error());
            case ExecutionError.Congestion congestion -> out.vector(congestion.objects(), (to, id) -> id.write(to));
            case ExecutionError.AddressDeniedForCoin denied -> {
                denied.address().write(out);
                out.string(denied.coinType());
            }
            case ExecutionError.CoinTypeGlobalPause pause -> out.string(pause.coinType());
            case ExecutionError.NonExclusiveWriteInputModified modified ->
                modified.object().write(out);
        }
    }

    private static ExecutionError readSize(BcsReader in, ExecutionError.Sized what) {
        return new ExecutionError.TooLarge(what, in.u64(), in.u64());
    }

    private static ExecutionError plain(int tag) {
        for (ExecutionError.Plain plain : ExecutionError.Plain.values()) {
            if (plain.tag() == tag) {
                return plain;
            }
        }
        throw new AssertionError("tag " + tag);
    }

    private static MoveLocation readLocation(BcsReader in) {
        return new MoveLocation(
                Address.read(in), Identifiers.read(in), in.u16(), in.u16(), in.option(Identifiers::read));
    }

    private static void writeLocation(BcsWriter out, MoveLocation location) {
        location.packageId().write(out);
        out.string(location.module())
                .u16(location.function())
                .u16(location.instruction())
                .option(location.functionName(), BcsWriter::string);
    }

    private static PackageUpgradeError readUpgrade(BcsReader in) {
        return switch (in.tag(6)) {
            case 0 -> new PackageUpgradeError.UnableToFetchPackage(Address.read(in));
            case 1 -> new PackageUpgradeError.NotAPackage(Address.read(in));
            case 2 -> new PackageUpgradeError.IncompatibleUpgrade();
            case 3 -> new PackageUpgradeError.DigestDoesNotMatch(Bytes.copyOf(in.bytes(MAX_TEXT)));
            case 4 -> new PackageUpgradeError.UnknownUpgradePolicy(in.u8());
            default -> new PackageUpgradeError.PackageIdDoesNotMatch(Address.read(in), Address.read(in));
        };
    }

    private static void writeUpgrade(BcsWriter out, PackageUpgradeError error) {
        switch (error) {
            case PackageUpgradeError.UnableToFetchPackage unable ->
                unable.packageId().write(out.uleb(0));
            case PackageUpgradeError.NotAPackage not -> not.object().write(out.uleb(1));
            case PackageUpgradeError.IncompatibleUpgrade _ -> out.uleb(2);
            case PackageUpgradeError.DigestDoesNotMatch digest -> out.uleb(3).bytes(digest.digest());
            case PackageUpgradeError.UnknownUpgradePolicy policy -> out.uleb(4).u8(policy.policy());
            case PackageUpgradeError.PackageIdDoesNotMatch ids -> {
                ids.packageId().write(out.uleb(5));
                ids.ticketId().write(out);
            }
        }
    }
}
