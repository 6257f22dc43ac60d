namespace SecretsKit.Core.Documents;

/// <summary>The formats that SOPS calls stores.</summary>
public enum DocumentFormat
{
    /// <summary>Opaque bytes; in encrypted form a JSON document with the key <c>data</c>.</summary>
    Binary,

    /// <summary>KEY=value lines.</summary>
    Dotenv,

    /// <summary>Sections of key = value lines.</summary>
    Ini,

    /// <summary>One JSON object.</summary>
    Json,

    /// <summary>One or more YAML mappings.</summary>
    Yaml,
}
