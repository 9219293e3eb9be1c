package dev.floe.ledger;

import java.util.Locale;

/// Execution errors in words.
final class ErrorText {

    private ErrorText() {}

    static String of(ExecutionError error) {
        return switch (error) {
            case ExecutionError.Plain plain -> words(plain);
            case ExecutionError.TooLarge large ->
                words(large.what()) + " too large: " + Long.toUnsignedString(large.size()) + " bytes, limit "
                        + Long.toUnsignedString(large.max());
            case ExecutionError.MoveAbort abort ->
                "Move abort " + Long.toUnsignedString(abort.code()) + " in " + abort.location();
            case ExecutionError.MovePrimitiveRuntimeError runtime ->
                "arithmetic, vector or limit error"
                        + runtime.location().map(location -> " in " + location).orElse("");
            case ExecutionError.InvalidArgument argument ->
                "argument " + argument.argument() + ": " + of(argument.error());
            case ExecutionError.InvalidTypeArgument argument ->
                "type argument " + argument.argument() + ": " + words(argument.error());
            case ExecutionError.PackageUpgrade upgrade -> "upgrade refused: " + upgrade.error();
            case ExecutionError.CircularObjectOwnership circular -> "object " + circular.object() + " would own itself";
            case ExecutionError.UnusedValueWithoutDrop unused ->
                "result " + unused.result() + " of command " + unused.command()
                        + " has no drop: transfer it or pass it on";
            case ExecutionError.InvalidPublicFunctionReturnType type ->
                "result " + type.result() + " of the function is a reference";
            case ExecutionError.Congestion congestion -> "too much traffic on " + congestion.objects();
            case ExecutionError.AddressDeniedForCoin denied ->
                "address " + denied.address() + " may not hold " + denied.coinType();
            case ExecutionError.CoinTypeGlobalPause pause -> "coin " + pause.coinType() + " is paused";
            case ExecutionError.NonExclusiveWriteInputModified modified ->
                "object " + modified.object() + " was modified but declared otherwise";
        };
    }

    static String of(CommandArgumentError error) {
        return switch (error) {
            case CommandArgumentError.Plain plain -> words(plain);
            case CommandArgumentError.IndexOutOfBounds index -> "there is no input or command " + index.index();
            case CommandArgumentError.SecondaryIndexOutOfBounds index ->
                "command " + index.command() + " has no result " + index.result();
            case CommandArgumentError.InvalidResultArity arity ->
                "command " + arity.command() + " does not yield exactly one result; name one of them";
        };
    }

    private static String words(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
