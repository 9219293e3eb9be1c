/// Blobs by name: stores to read from, publishers to write with, and the decorators that combine them.
@NullMarked
package dev.floe.storage;

import org.jspecify.annotations.NullMarked;
