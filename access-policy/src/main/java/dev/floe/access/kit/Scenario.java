package dev.floe.access.kit;

import dev.floe.ledger.CompiledPackage;
import dev.floe.ledger.TypeTag;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a policy package is used: how its objects come to be, and who may have which keys in each stage. From that
/// the kit derives everything else. Read from JSON by [ScenarioReader]; the format is described in
/// `docs/reference/policy-test.md`.
///
/// @param init   objects that publishing makes: name to `module::Type`
/// @param stages states of the world; each is built anew from nothing
public record Scenario(Map<String, String> init, List<Stage> stages) {

    public Scenario {
        init = Map.copyOf(init);
        stages = List.copyOf(stages);
    }

    /// A state of the world.
    ///
    /// @param name  what it is, such as `refunded`
    /// @param after the stage it starts from; none: a fresh package
    /// @param steps what happens
    /// @param allow who may have which keys then; everybody else and every other key must be refused
    public record Stage(String name, Optional<String> after, List<Step> steps, List<Access> allow) {
        public Stage {
            steps = List.copyOf(steps);
            allow = List.copyOf(allow);
        }
    }

    /// Something that happens.
    public sealed interface Step {

        /// A transaction.
        ///
        /// @param role    who sends it
        /// @param calls   what it calls
        /// @param keep    results that go to the sender
        /// @param creates objects that it makes: name to `module::Type`
        record Run(String role, List<Call> calls, List<String> keep, Map<String, String> creates) implements Step {
            public Run {
                calls = List.copyOf(calls);
                keep = List.copyOf(keep);
                creates = Map.copyOf(creates);
            }
        }

        /// Time passes.
        ///
        /// @param by how much
        record Advance(Duration by) implements Step {}

        /// An epoch ends.
        record NextEpoch() implements Step {}

        /// The publisher upgrades the package. From then on every older version must refuse.
        ///
        /// @param compiled the new version
        record Upgrade(CompiledPackage compiled) implements Step {}
    }

    /// A call of a Move function.
    ///
    /// @param function  `module::function` of the package, or with a package in front
    /// @param types     type arguments
    /// @param arguments argument expressions
    /// @param result    a name for its result
    public record Call(String function, List<TypeTag> types, List<String> arguments, Optional<String> result) {
        public Call {
            types = List.copyOf(types);
            arguments = List.copyOf(arguments);
        }
    }

    /// A key that somebody may have.
    ///
    /// @param role      who; `*` is everybody
    /// @param function  the `seal_approve*` function that says so
    /// @param types     its type arguments
    /// @param id        pieces of the identity; those with `free:` in front stand for any of their length, a last
    ///     `any` for anything
    /// @param arguments its arguments after the identity
    public record Access(String role, String function, List<TypeTag> types, List<String> id, List<String> arguments) {

        /// Everybody.
        public static final String EVERYBODY = "*";

        /// A last piece that stands for any bytes, also none.
        public static final String ANY = "any";

        /// In front of a piece: other bytes of the same length are as good.
        public static final String FREE = "free:";

        public Access {
            types = List.copyOf(types);
            id = List.copyOf(id);
            arguments = List.copyOf(arguments);
        }
    }

    /// The stage of that name.
    ///
    /// @throws IllegalArgumentException if there is none
    public Stage stage(String name) {
        return stages.stream()
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("scenario: there is no stage '" + name + "'"));
    }
}
