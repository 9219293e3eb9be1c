package dev.floe.ledger.move;

/// What may be done with values of a type: a set of `copy`, `drop`, `store` and `key`.
///
/// @param bits the set as bytecode writes it: copy 1, drop 2, store 4, key 8
public record AbilitySet(int bits) {

    /// The ability to be copied.
    public static final int COPY = 1;
    /// The ability to be dropped.
    public static final int DROP = 2;
    /// The ability to be stored within objects.
    public static final int STORE = 4;
    /// The ability to be an object.
    public static final int KEY = 8;

    /// No ability.
    public static final AbilitySet NONE = new AbilitySet(0);
    /// What integers, `bool` and `address` have.
    public static final AbilitySet PRIMITIVE = new AbilitySet(COPY | DROP | STORE);
    /// What references have.
    public static final AbilitySet REFERENCE = new AbilitySet(COPY | DROP);
    /// What `signer` has.
    public static final AbilitySet SIGNER = new AbilitySet(DROP);

    public AbilitySet {
        if ((bits & ~0xF) != 0) {
            throw new IllegalArgumentException("abilities: expected 0 to 15, got " + bits);
        }
    }

    /// Whether all of `abilities`, such as [#COPY], are in this set.
    public boolean has(int abilities) {
        return (bits & abilities) == abilities;
    }

    /// Whether every ability of `other` is in this set.
    public boolean containsAll(AbilitySet other) {
        return has(other.bits);
    }

    /// What is in both sets.
    public AbilitySet and(AbilitySet other) {
        return new AbilitySet(bits & other.bits);
    }

    /// The ability that a part of a value needs so that the whole may have `ability`: itself, but `store` for
    /// `key`.
    static int requiredOfParts(int ability) {
        return (ability & ~KEY) | ((ability & KEY) != 0 ? STORE : 0);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        String[] names = {"copy", "drop", "store", "key"};
        for (int i = 0; i < names.length; i++) {
            if (has(1 << i)) {
                text.append(text.isEmpty() ? "" : ", ").append(names[i]);
            }
        }
        return text.isEmpty() ? "none" : text.toString();
    }
}
