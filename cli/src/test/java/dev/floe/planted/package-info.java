/// Code that breaks rules on purpose.
@org.jspecify.annotations.NullMarked
package dev.floe.planted;
