/// The primitive type `bool`; here so that methods can be defined on it.
#[defines_primitive(bool)]
module std::bool;
