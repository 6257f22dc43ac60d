using SecretsKit.Platform;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>The names of decrypted copies: those of <c>secretskit dec</c> and helm-secrets, with its prefix and suffix, and what people use.</summary>
/// <param name="Prefix">Before the file's name; may be empty.</param>
/// <param name="Suffix">Behind it.</param>
internal sealed record DecryptedNames(string Prefix, string Suffix)
{
    /// <summary><c>secrets.yaml.dec</c>.</summary>
    public static DecryptedNames Default { get; } = new("", ".dec");

    /// <summary>As helm-secrets is configured.</summary>
    public static DecryptedNames Of(HostEnvironment environment) =>
        new(environment.Variable("HELM_SECRETS_DEC_PREFIX") ?? "", environment.Variable("HELM_SECRETS_DEC_SUFFIX") ?? Default.Suffix);

    /// <summary>Whether a path is that of a copy.</summary>
    public bool IsCopy(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return IsConfigured(name) || name.EndsWith(".dec", StringComparison.Ordinal) || name.EndsWith(".decrypted", StringComparison.Ordinal)
            || name.Contains(".dec.", StringComparison.Ordinal) || name.Contains(".decrypted.", StringComparison.Ordinal);
    }

    /// <summary>The name of the copy of a file.</summary>
    public string CopyOf(string path)
    {
        var slash = path.LastIndexOf('/') + 1;
        return path[..slash] + Prefix + path[slash..] + Suffix;
    }

    // A suffix that is an ordinary extension tells nothing by itself.
    private bool IsConfigured(string name) => (Prefix.Length > 0 || Suffix.Contains("dec", StringComparison.Ordinal)) && name.Length > Prefix.Length + Suffix.Length
        && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal);
}
