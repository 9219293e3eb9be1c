/// The codes that blobs can be stored in.
module walrus::encoding;

use walrus::redstuff;

const EInvalidEncodingType: u64 = 0;

/// Reed-Solomon in two dimensions.
const RS2: u8 = 1;

/// How much storage a blob of that length takes.
public fun encoded_blob_length(unencoded_length: u64, encoding_type: u8, n_shards: u16): u64 {
    assert!(encoding_type == RS2, EInvalidEncodingType);
    redstuff::encoded_blob_length(unencoded_length, n_shards)
}
