package dev.floe.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// What every command extends: it does its work in [#run(Output)] and throws what goes wrong; exit codes are made
/// from the kind of failure in one place, [Failures].
@Command(mixinStandardHelpOptions = true)
public abstract class FloeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /// Does the work.
    ///
    /// @return 0, or 1 when a check ran and something failed it
    protected abstract int run(Output out) throws Exception;

    @Override
    public final Integer call() throws Exception {
        try (Output out = Output.of(Failures.globals(spec.commandLine()))) {
            return run(out);
        }
    }
}
