/// Binary canonical serialisation: the byte form of every value on the ledger.
module std::bcs;

/// The canonical bytes of `v`. Aborts with 0x1C5 if `v` nests too deeply to be encoded.
public native fun to_bytes<MoveValue>(v: &MoveValue): vector<u8>;
