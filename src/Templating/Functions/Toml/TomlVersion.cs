namespace SecretsKit.Templating.Functions.Toml;

/// <summary>Which grammar a document is read with.</summary>
internal enum TomlVersion
{
    /// <summary>TOML 1.0, as Helm 3 reads it: inline tables take one line, times have seconds.</summary>
    V10,

    /// <summary>TOML 1.1, as Helm 4 reads it: also tables over several lines, times without seconds, <c>\e</c> and <c>\x</c>.</summary>
    V11,
}
