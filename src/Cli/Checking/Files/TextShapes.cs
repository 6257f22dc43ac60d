using SecretsKit.Core.Detection;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>Tells from a name how a file is taken apart. Only what can be a values file is searched by the names of values.</summary>
internal static class TextShapes
{
    private static readonly HashSet<string> Structured = [".yaml", ".yml", ".json", ".jsonc", ".json5", ".gotmpl", ".gotpl", ".tpl",
        ".tmpl", ".tfstate"];

    private static readonly HashSet<string> Assignments =
        [".env", ".envrc", ".ini", ".properties", ".toml", ".tfvars", ".conf", ".cfg", ".cnf", ".npmrc", ".pypirc", ".credentials"];

    // Made by tools, full of digests; or words for people.
    private static readonly HashSet<string> Generated =
        [".sops.yaml", "package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "composer.lock", "Chart.lock", "requirements.lock",
            "flake.lock", "packages.lock.json", "helmfile.lock"];

    private static readonly string[] Languages = ["/locales/", "/locale/", "/i18n/", "/translations/", "/lang/"];

    /// <summary>The shape of a file.</summary>
    /// <param name="path">With forward slashes.</param>
    public static TextShape Of(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (Generated.Contains(name) || Array.Exists(Languages, folder => path.Contains(folder, StringComparison.Ordinal)))
        {
            return TextShape.Text;
        }

        foreach (var copy in (ReadOnlySpan<string>)[".enc", ".dec", ".decrypted", ".example", ".sample", ".dist", ".template"])
        {
            name = name.EndsWith(copy, StringComparison.Ordinal) ? name[..^copy.Length] : name;
        }

        var extension = Path.GetExtension(name).ToLowerInvariant();
        return Structured.Contains(extension) ? TextShape.Structured
            : Assignments.Contains(extension)
            || name.StartsWith(".env", StringComparison.Ordinal)
            || name.Contains(".env.", StringComparison.Ordinal)
            || name == "credentials"
            ? TextShape.Assignments
            : TextShape.Text;
    }
}
