package dev.floe.ledger;

/// Which events pass.
public sealed interface EventFilter {

    /// All.
    record All() implements EventFilter {}

    /// Those of transactions that `sender` sent.
    ///
    /// @param sender the sender
    record Sender(Address sender) implements EventFilter {}

    /// Those emitted by calls into a module.
    ///
    /// @param packageId the package called
    /// @param module    the module called
    record Module(Address packageId, String module) implements EventFilter {}

    /// Those whose type is defined in a module.
    ///
    /// @param packageId the defining package
    /// @param module    the defining module
    record TypeModule(Address packageId, String module) implements EventFilter {}

    /// Those of one type; a generic type without type arguments stands for all its instances.
    ///
    /// @param type the type
    record Type(StructTag type) implements EventFilter {}

    /// Whether `event` passes.
    default boolean matches(Event event) {
        return switch (this) {
            case All _ -> true;
            case Sender by -> event.sender().equals(by.sender());
            case Module in ->
                event.packageId().equals(in.packageId()) && event.module().equals(in.module());
            case TypeModule in ->
                event.type().address().equals(in.packageId())
                        && event.type().module().equals(in.module());
            case Type of -> of.type().matches(event.type());
        };
    }
}
