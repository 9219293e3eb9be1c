package dev.floe.ledger.move;

/// Status codes of failures at run time. Source: Move's `StatusCode` in `move-core-types/src/vm_status.rs`.
public enum MoveStatus {
    /// Out of fuel.
    OUT_OF_GAS(4002),
    /// Overflow, division by zero, a shift too wide, a narrowing cast that does not fit.
    ARITHMETIC_ERROR(4017),
    /// Index out of bounds (sub-status 1), pop of an empty vector (2), unpack of another length (3).
    VECTOR_OPERATION_ERROR(4018),
    /// The operand stack is full.
    EXECUTION_STACK_OVERFLOW(4020),
    /// Too many nested calls.
    CALL_STACK_OVERFLOW(4021),
    /// A type has too many parts.
    VM_MAX_TYPE_NODES_REACHED(4023),
    /// A value nests too deeply.
    VM_MAX_VALUE_DEPTH_REACHED(4024),
    /// Too much memory.
    MEMORY_LIMIT_EXCEEDED(4028),
    /// An enum value has another variant.
    VARIANT_TAG_MISMATCH(4030),
    /// A value could not be serialised.
    FAILED_TO_SERIALIZE_VALUE(4501),
    /// The code cannot be linked: something that it names is missing or does not fit.
    LINKER_ERROR(1012),
    /// The virtual machine broke a promise of its own.
    UNKNOWN_INVARIANT_VIOLATION_ERROR(2000);

    private final int code;

    MoveStatus(int code) {
        this.code = code;
    }

    /// The number of the status.
    public int code() {
        return code;
    }
}
