/// Printing while testing; without effect on a ledger.
module std::debug;

public native fun print<T>(x: &T);

public native fun print_stack_trace();
