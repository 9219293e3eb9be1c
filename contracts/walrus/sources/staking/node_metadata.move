/// What a storage node tells people about itself.
module walrus::node_metadata;

use std::string::String;
use sui::vec_map::{Self, VecMap};

public struct NodeMetadata has copy, drop, store {
    image_url: String,
    project_url: String,
    description: String,
    extra_fields: VecMap<String, String>,
}

public fun new(image_url: String, project_url: String, description: String): NodeMetadata {
    NodeMetadata { image_url, project_url, description, extra_fields: vec_map::empty() }
}


public fun set_image_url(metadata: &mut NodeMetadata, image_url: String) {
    metadata.image_url = image_url;
}

public fun set_project_url(metadata: &mut NodeMetadata, project_url: String) {
    metadata.project_url = project_url;
}

public fun set_description(metadata: &mut NodeMetadata, description: String) {
    metadata.description = description;
}

public fun set_extra_fields(metadata: &mut NodeMetadata, extra_fields: VecMap<String, String>) {
    metadata.extra_fields = extra_fields;
}

public fun image_url(metadata: &NodeMetadata): String {
    metadata.image_url
}

public fun project_url(metadata: &NodeMetadata): String {
    metadata.project_url
}

public fun description(metadata: &NodeMetadata): String {
    metadata.description
}

public fun extra_fields(metadata: &NodeMetadata): VecMap<String, String> {
    metadata.extra_fields
}
