using SecretsKit.Core.Errors;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Secrets;

/// <summary>How decrypted copies are named (spec helm-secrets.md part 5): a prefix, the name, a suffix, beside the source or in one folder for all.</summary>
/// <param name="Folder">HELM_SECRETS_DEC_DIR, or empty: beside the source.</param>
/// <param name="Prefix">HELM_SECRETS_DEC_PREFIX.</param>
/// <param name="Suffix">HELM_SECRETS_DEC_SUFFIX; <c>.dec</c> by default.</param>
internal sealed record CopyName(string Folder, string Prefix, string Suffix)
{
    /// <summary>Reads the variables.</summary>
    /// <exception cref="SecretsKitException">A copy would have the name of its source.</exception>
    public static CopyName Of(HostEnvironment environment)
    {
        var names = new CopyName(
            environment.Variable("HELM_SECRETS_DEC_DIR") ?? "", environment.Variable("HELM_SECRETS_DEC_PREFIX") ?? "", environment.Variable("HELM_SECRETS_DEC_SUFFIX") ?? ".dec");
        return names.Prefix.Length + names.Suffix.Length > 0
            ? names
            : throw HelmSecretsFailure.Of(ErrorCode.Usage, "HELM_SECRETS_DEC_SUFFIX is empty: decrypted copies have no name of their own");
    }

    /// <summary>Where the copy of a file goes. In one folder for all, the source's folder is part of the name.</summary>
    public string For(string file)
    {
        var (folder, name) = (Path.GetDirectoryName(file) ?? "", Prefix + Path.GetFileName(file) + Suffix);
        return Folder.Length == 0 ? Path.Combine(folder, name) : Path.Combine(Folder, $"{(folder.Length == 0 ? "." : folder).Replace('/', '_')}_{name}");
    }

    /// <summary>The name of the source of a copy beside it, or null for a file that is no copy.</summary>
    public string? SourceOf(string name) =>
        name.Length > Prefix.Length + Suffix.Length && name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal)
            ? name[Prefix.Length..^Suffix.Length]
            : null;
}
