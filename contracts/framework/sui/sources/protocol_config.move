module sui::protocol_config;

#[allow(unused_function)]
public(package) native fun is_feature_enabled(feature_flag: vector<u8>): bool;
