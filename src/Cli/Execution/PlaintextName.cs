using System.Collections.Frozen;
using SecretsKit.Core.Documents;

namespace SecretsKit.Cli.Execution;

/// <summary>
/// The name under which a command sees plaintext. It is in command lines, and those may be read by a
/// shell: it is a fixed word, and nothing of a file's own name is in it but an ending that is known.
/// </summary>
internal static class PlaintextName
{
    private const string Stem = "plaintext";

    // What programs tell the kind of a file by. An ending that is not here would be text from the file's name.
    private static readonly FrozenSet<string> Endings = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        ".yaml", ".yml", ".json", ".env", ".ini", ".toml", ".properties", ".conf", ".cfg", ".xml", ".txt", ".csv", ".sql", ".sh", ".tf",
        ".tfvars", ".hcl",
        ".tfstate", ".pem", ".key", ".crt", ".cer", ".der", ".csr", ".p12", ".pfx", ".jks", ".keystore", ".asc", ".gpg", ".kubeconfig",
            ".netrc", ".bin");

    /// <summary>The name with the ending of a file, if that is a known one.</summary>
    /// <param name="ending">With its dot; may be empty.</param>
    public static string For(string ending) => Endings.TryGetValue(ending, out var known) ? Stem + known : Stem;

    /// <summary>The ending that names a format.</summary>
    public static string EndingOf(DocumentFormat format) => format switch
    {
        DocumentFormat.Yaml => ".yaml",
        DocumentFormat.Json => ".json",
        DocumentFormat.Dotenv => ".env",
        DocumentFormat.Ini => ".ini",
        _ => ".bin",
    };
}
