using SecretsKit.Platform;

namespace SecretsKit.Repository.Files;

/// <summary>
/// How decrypted copies are named (spec helm-secrets.md part 5): a prefix, the name, a suffix, beside the source or in one folder for all.
/// </summary>
/// <param name="Folder">HELM_SECRETS_DEC_DIR, or empty: beside the source.</param>
/// <param name="Prefix">HELM_SECRETS_DEC_PREFIX.</param>
/// <param name="Suffix">HELM_SECRETS_DEC_SUFFIX; <c>.dec</c> by default.</param>
public sealed record CopyName(string Folder, string Prefix, string Suffix)
{
    /// <summary><c>secrets.yaml.dec</c>, as <c>secretskit dec</c> writes it.</summary>
    public static CopyName Default { get; } = new("", "", ".dec");

    /// <summary>Whether a copy beside its source has another name than that.</summary>
    public bool DiffersFromSource => Prefix.Length + Suffix.Length > 0;

    /// <summary>As the variables of helm-secrets say.</summary>
    public static CopyName Of(HostEnvironment environment) => new(
        environment.Variable("HELM_SECRETS_DEC_DIR") ?? Default.Folder,
        environment.Variable("HELM_SECRETS_DEC_PREFIX") ?? Default.Prefix,
        environment.Variable("HELM_SECRETS_DEC_SUFFIX") ?? Default.Suffix);

    /// <summary>Where the copy of a file goes. In one folder for all, the source's folder is part of the name.</summary>
    public string For(string file)
    {
        var (folder, name) = (Path.GetDirectoryName(file) ?? "", Prefix + Path.GetFileName(file) + Suffix);
        return Folder.Length == 0
            ? Path.Combine(folder, name)
            : Path.Combine(Folder, $"{(folder.Length == 0 ? "." : folder).Replace('/', '_')}_{name}");
    }

    /// <summary>The name of the source of a copy beside it, or null for a file that is no copy.</summary>
    public string? SourceOf(string name) =>
        name.Length > Prefix.Length + Suffix.Length
            && name.StartsWith(Prefix, StringComparison.Ordinal)
            && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name[Prefix.Length..^Suffix.Length]
            : null;

    /// <summary>
    /// Whether a path looks like that of a copy, by these names or those that people use. A suffix that is an
    /// ordinary extension tells nothing by itself.
    /// </summary>
    public bool LooksLikeCopy(string path)
    {
        var name = Path.GetFileName(path);
        return ((Prefix.Length > 0 || Suffix.Contains("dec", StringComparison.Ordinal)) && SourceOf(name) is not null)
            || name.EndsWith(".dec", StringComparison.Ordinal) || name.EndsWith(".decrypted", StringComparison.Ordinal)
            || name.Contains(".dec.", StringComparison.Ordinal) || name.Contains(".decrypted.", StringComparison.Ordinal);
    }
}
