package dev.floe.ledger.move;

/// How much an execution may use and has used. One instruction costs one unit of fuel, work on many bytes costs
/// more. Memory counts everything ever allocated, so it also bounds what is held at any moment. Confined to one
/// execution at a time; one instance may serve several executions one after the other.
public final class Metering {

    // Bytes handled per unit of fuel: about what the machine copies in the time of one instruction.
    private static final int BYTES_PER_FUEL = 64;

    private final long fuelLimit;
    private final long memoryLimit;
    private long fuelUsed;
    private long memoryUsed;

    /// Limits on fuel and on allocated bytes.
    public Metering(long fuelLimit, long memoryLimit) {
        if (fuelLimit < 0 || memoryLimit < 0) {
            throw new IllegalArgumentException("metering: limits must not be negative");
        }
        this.fuelLimit = fuelLimit;
        this.memoryLimit = memoryLimit;
    }

    /// Uses one unit of fuel.
    ///
    /// @throws MoveException if there is none left
    public void step() {
        if (++fuelUsed > fuelLimit) {
            throw outOfFuel();
        }
    }

    /// Uses fuel.
    ///
    /// @throws MoveException if there is not as much left
    public void use(long fuel) {
        fuelUsed = fuelUsed + fuel < 0 ? Long.MAX_VALUE : fuelUsed + fuel;
        if (fuelUsed > fuelLimit) {
            throw outOfFuel();
        }
    }

    /// Uses fuel for reading, hashing or comparing that many bytes.
    ///
    /// @throws MoveException if there is not as much left
    public void handle(long bytes) {
        use(bytes / BYTES_PER_FUEL);
    }

    /// Takes memory and the fuel to fill it.
    ///
    /// @throws MoveException if there is not as much left
    public void allocate(long bytes) {
        memoryUsed = memoryUsed + bytes < 0 ? Long.MAX_VALUE : memoryUsed + bytes;
        if (memoryUsed > memoryLimit) {
            throw MoveException.outOf(MoveStatus.MEMORY_LIMIT_EXCEEDED);
        }
        handle(bytes);
    }

    /// Fuel used so far, at most the limit.
    public long fuelUsed() {
        return Math.min(fuelUsed, fuelLimit);
    }

    /// Bytes allocated so far.
    public long memoryUsed() {
        return Math.min(memoryUsed, memoryLimit);
    }

    private MoveException outOfFuel() {
        fuelUsed = fuelLimit;
        return MoveException.outOf(MoveStatus.OUT_OF_GAS);
    }
}
