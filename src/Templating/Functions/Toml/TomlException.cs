namespace SecretsKit.Templating.Functions.Toml;

#pragma warning disable CA1032 // A failure without its text has no meaning here.
/// <summary>A value that TOML cannot hold, or a text that is not TOML, in the reference's words.</summary>
internal sealed class TomlException(string message) : Exception(message);

/// <summary>A key that cannot be defined, in the reference's words without line and last key.</summary>
internal sealed class TomlConflictException(string message) : Exception(message);
#pragma warning restore CA1032
