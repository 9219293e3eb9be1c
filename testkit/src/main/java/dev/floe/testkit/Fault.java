package dev.floe.testkit;

/// What can go wrong in one operation of a [SimFileStore].
public enum Fault {
    /// The device fails: a write may be done in part; after a failed sync nobody knows what is on disk, and the
    /// next sync of the same data reports success without writing it.
    IO_ERROR,

    /// The disk is full: like [#IO_ERROR] where bytes are needed, nothing elsewhere.
    DISK_FULL,

    /// The power goes before, in or after the operation; every later one fails too. See [SimFileStore#crash].
    POWER_CUT
}
