package dev.floe.access.kit;

/// Something a policy does that it must not.
///
/// @param kind     what is wrong
/// @param stage    in which stage of the scenario
/// @param function the function that answered
/// @param user     who asked, such as `user` or `twin user`
/// @param detail   with which identity and arguments
public record Finding(Kind kind, String stage, String function, String user, String detail) {

    /// What can be wrong.
    public enum Kind {
        /// A key went to somebody who must not have it, or for an identity that is nobody's.
        KEY_RELEASED,
        /// A key went out through a version of the package that is no longer in force.
        OLD_VERSION_ANSWERED,
        /// Somebody was refused a key that the scenario allows.
        WRONGLY_REFUSED
    }

    /// One line.
    public String describe() {
        return switch (kind) {
                    case KEY_RELEASED -> "key released: ";
                    case OLD_VERSION_ANSWERED -> "old version answered: ";
                    case WRONGLY_REFUSED -> "wrongly refused: ";
                }
                + "stage " + stage + ", " + user + " calls " + function + " " + detail;
    }
}
