module sui::types;

/// Is `T` a type of which the runtime makes exactly one value, when its module is published?
public native fun is_one_time_witness<T: drop>(t: &T): bool;
