package dev.floe.ledger.move;

import dev.floe.ledger.Address;
import java.util.List;

/// A function of a linked package, ready to be executed by a [MoveExecution]. Safe for concurrent use.
public interface MoveFunction {

    /// Who may call a function from Move.
    enum Visibility {
        /// Its own module.
        PRIVATE,
        /// Its own module and the friends of that, which are of its own package.
        FRIEND,
        /// Everyone.
        PUBLIC
    }

    /// Where the package version is stored.
    Address storageId();

    /// The module's name and the first version's id of its package.
    ModuleId module();

    /// The function's name.
    String name();

    /// The function's index among the definitions of its module.
    int index();

    /// Who may call it from Move.
    Visibility visibility();

    /// Whether a transaction may call it although it is not public.
    boolean isEntry();

    /// Whether it is implemented by the virtual machine.
    boolean isNative();

    /// What its type arguments must be able to.
    List<AbilitySet> typeParameters();

    /// The parameters' types, open where type parameters occur.
    List<MoveType> parameters();

    /// The results' types, open where type parameters occur.
    List<MoveType> returns();
}
