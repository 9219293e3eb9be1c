package dev.floe.ledger;

import java.util.List;

/// A simulation on the embedded ledger, with the objects it would change.
///
/// @param simulation what the transaction would do
/// @param before     objects it would change or remove, as they are
/// @param written    objects it would write, as they would be
public record LocalSimulation(Simulation simulation, List<SuiObject> before, List<SuiObject> written) {

    public LocalSimulation {
        before = List.copyOf(before);
        written = List.copyOf(written);
    }
}
