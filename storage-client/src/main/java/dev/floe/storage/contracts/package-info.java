/// The Move packages of the storage network as they are compiled into this module, ready to be published.
@NullMarked
package dev.floe.storage.contracts;

import org.jspecify.annotations.NullMarked;
